import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { Registry } from 'prom-client';
import { codeOf, messageOf, OperatorError } from '../../errors.js';
import { type Pipeline } from '../../pipeline/pipeline.js';
import { watchLag } from '../measure.js';
import { type LagReport } from '../report.js';
import { LagGauges, type VerifiedTable } from './gauges.js';
import { ProcessedEvents } from './processed-events.js';
import { isLoopback, refusedRequest } from './refused-request.js';

export interface ServeOptions {
  pipelines: Pipeline[];
  host: string;
  port: number;
  intervalMs: number;
  /** What the last recorded verifications have found. */
  verified: () => VerifiedTable[];
  /** Makes the page at `/` from the newest readings and what is wrong besides. */
  page: (reports: LagReport[], problems: string[]) => string;
  /** Told where it listens. */
  onListening: (url: string) => void;
  /** Told what keeps figures from being made; the next reading tries again. */
  onProblem: (message: string) => void;
  /** Ends it. */
  signal: AbortSignal;
  now: () => Date;
}

/** It changes, and belongs into no other page. */
const pageHeaders = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
};

/** Readings take this long at most while parts are away. */
const slowestReadingMs = 30_000;

/**
 * Serves figures of pipelines to Prometheus at /metrics, and to people at /, until the signal comes. What is older than some readings is not
 * served: the scrape fails, which Prometheus tells of as `up` 0.
 * @throws OperatorError (invalid) where it cannot listen
 */
export async function serveMetrics(options: ServeOptions): Promise<void> {
  const { pipelines, intervalMs, verified, signal, now } = options;
  const registry = new Registry();
  const gauges = new LagGauges(registry);
  const processed = new ProcessedEvents(registry);
  const reports = new Map<string, LagReport>();
  const isStale = ({ at }: LagReport) => now().getTime() - Date.parse(at) > 2 * intervalMs + slowestReadingMs;
  let onLoopback = true;
  const server = createServer((request, response) => {
    const refused = refusedRequest(request, { onLoopback });
    if (refused !== undefined) {
      const headers = { ...refused.headers, 'Content-Type': 'text/plain; charset=utf-8', Connection: 'close' };
      return void response.writeHead(refused.status, headers).end(refused.text);
    }
    const answer = (status: number, text: string) =>
      response.writeHead(status, { 'Content-Type': registry.contentType }).end(text);
    const all = [...reports.values()];
    if (request.url === '/') {
      const old = all.filter(isStale).map(({ pipeline, at }) => `${pipeline}: there is no reading since ${at}`);
      const page = options.page(all, old);
      return void response.writeHead(200, { ...pageHeaders, 'Content-Type': 'text/html; charset=utf-8' }).end(page);
    }
    if (request.url !== '/metrics') return void answer(404, 'the metrics are at /metrics, the page is at /\n');
    if (all.length < pipelines.length || all.some(isStale)) return void answer(503, 'there is no reading yet\n');
    gauges.set(all, verified());
    registry.metrics().then(
      (text) => answer(200, text),
      (error: unknown) => answer(500, messageOf(error)),
    );
  });
  const { address, port } = await listen(server, options);
  onLoopback = isLoopback(address);
  options.onListening(`http://${options.host}:${port}/metrics`);
  try {
    await Promise.all(
      pipelines.map(async (pipeline) => {
        for await (const report of watchLag({ pipeline, intervalMs, signal, now })) {
          await processed.count(pipeline, report).catch((error: unknown) => options.onProblem(messageOf(error)));
          reports.set(pipeline.name, report);
        }
      }),
    );
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

async function listen(server: Server, { host, port }: ServeOptions): Promise<AddressInfo> {
  try {
    server.listen(port, host);
    await once(server, 'listening');
  } catch (error) {
    throw new OperatorError({
      kind: 'invalid',
      resource: `${host}:${port}`,
      message: `cannot listen: ${messageOf(error)} (${codeOf(error)})`,
      hint: 'choose another --listen',
    });
  }
  return server.address() as AddressInfo;
}
