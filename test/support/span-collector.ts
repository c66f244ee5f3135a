import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';

export interface CollectedSpan {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  attributes: { key: string; value: Record<string, unknown> }[];
  events: { name: string; attributes: CollectedSpan['attributes'] }[];
  status: { code?: number; message?: string };
}

/** Takes spans as OTLP over HTTP has them in JSON, and answers everything else with 404. */
export class SpanCollector {
  readonly spans: CollectedSpan[] = [];
  readonly resources: string[] = [];
  /** Of the requests that bring no spans. */
  readonly asked: IncomingHttpHeaders[] = [];
  /** All that came, as it came. */
  received = '';

  private constructor(private readonly server: Server) {}

  static async open(): Promise<SpanCollector> {
    const server = createServer();
    const collector = new SpanCollector(server);
    server.on('request', (request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        const isDelivery = request.url === '/v1/traces';
        if (isDelivery) collector.take(Buffer.concat(parts).toString());
        else collector.asked.push(request.headers);
        response.writeHead(isDelivery ? 200 : 404, { 'Content-Type': 'application/json' }).end('{}');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return collector;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** What makes a command send its spans here. */
  get env(): Record<string, string> {
    return { OTEL_EXPORTER_OTLP_ENDPOINT: this.url, OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json' };
  }

  span(name: string): CollectedSpan {
    const found = this.spans.find((span) => span.name === name);
    if (found === undefined) throw new Error(`no span ${name}, but ${this.spans.map((span) => span.name).join(', ')}`);
    return found;
  }

  async close(): Promise<void> {
    if (!this.server.listening) return;
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private take(body: string): void {
    this.received += body;
    const { resourceSpans } = JSON.parse(body) as {
      resourceSpans: { resource: unknown; scopeSpans: { spans: CollectedSpan[] }[] }[];
    };
    for (const { resource, scopeSpans } of resourceSpans) {
      this.resources.push(JSON.stringify(resource));
      this.spans.push(...scopeSpans.flatMap(({ spans }) => spans));
    }
  }
}

/** By their names; numbers as text, as JSON has the long ones. */
export function attributesOf({ attributes }: Pick<CollectedSpan, 'attributes'>): Record<string, string> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, String(Object.values(value)[0])]));
}
