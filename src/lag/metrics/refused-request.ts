import { type IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/** Whether only programs of this machine reach an address. */
export function isLoopback(address: string): boolean {
  return loopback.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

export interface RefusedRequest {
  status: number;
  text: string;
  headers?: Record<string, string>;
}

/**
 * Why a request gets no answer: nothing is changed here, and what only this machine may read is not for a page of another
 * site, whose name a browser was told to find at the loopback's address (DNS rebinding).
 */
export function refusedRequest(
  { method, headers: { host = '' } }: IncomingMessage,
  { onLoopback }: { onLoopback: boolean },
): RefusedRequest | undefined {
  if (method !== 'GET' && method !== 'HEAD') {
    return { status: 405, text: 'there is nothing here but to read\n', headers: { Allow: 'GET, HEAD' } };
  }
  if (!onLoopback || isNameOfLoopback(host)) return undefined;
  return { status: 421, text: 'this is for 127.0.0.1 and localhost; --listen serves others\n' };
}

function isNameOfLoopback(host: string): boolean {
  const name = host.replace(/:\d{1,5}$/, '').toLowerCase();
  if (name === 'localhost') return true;
  const address = name.replace(/^\[(.*)\]$/, '$1');
  return isIP(address) !== 0 && isLoopback(address);
}
