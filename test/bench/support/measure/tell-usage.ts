import { writeSync } from 'node:fs';
import net from 'node:net';
import { peakBytes, processTimes } from './proc.js';
import { type Usage, usageFd } from './usage.js';

/** Loaded before a measured program (`node --import`); writes what it has used when it ends. */

const sockets: { socket: net.Socket; port: number }[] = [];
// eslint-disable-next-line @typescript-eslint/unbound-method -- called with the socket below
const connect = net.Socket.prototype.connect as (this: net.Socket, ...args: unknown[]) => net.Socket;

net.Socket.prototype.connect = function (this: net.Socket, ...args: unknown[]) {
  this.once('connect', () => sockets.push({ socket: this, port: this.remotePort ?? 0 }));
  return connect.apply(this, args);
};

process.on('exit', () => writeSync(usageFd, JSON.stringify(usage())));

function usage(): Usage {
  const { user, system } = process.cpuUsage();
  const ended = processTimes(process.pid)?.ended ?? 0;
  const bytesByPort: Usage['bytesByPort'] = {};
  for (const { socket, port } of sockets) bytesByPort[port] = (bytesByPort[port] ?? 0) + socket.bytesRead;
  return { cpuSeconds: (user + system) / 1e6 + ended, peakBytes: peakBytes(process.pid), bytesByPort };
}
