import { setTimeout as sleep } from 'node:timers/promises';
import { type AxiosInstance } from 'axios';
import { listOf, mapOf, objectOf, type ShapeSchema, text, textOrNull } from '../json-shape.js';
import { AnswerShape } from './answer-shape.js';
import { type HttpAddress, HttpError, httpClient, unlessMissing } from './http.js';

export type ConnectorState = 'UNASSIGNED' | 'RUNNING' | 'PAUSED' | 'STOPPED' | 'FAILED' | 'RESTARTING';

export interface ConnectorStatus {
  name: string;
  connector: { state: ConnectorState; worker_id: string; trace?: string };
  tasks: { id: number; state: ConnectorState; worker_id: string; trace?: string }[];
}

export interface ConnectorOffset {
  partition: Record<string, unknown>;
  offset: Record<string, unknown>;
}

export interface LiveConnector {
  config: Record<string, string>;
  /** Undefined for a while after it was created. */
  status: ConnectorStatus | undefined;
}

const place = mapOf({ type: ['string', 'number', 'boolean', 'null'] });
/** Of a list of `ConnectorOffset`. */
export const offsetsShape = listOf(objectOf({ partition: place, offset: place }));

/** Whoever makes a connector may give settings without a value; Connect keeps them so. */
type Settings = Record<string, string | null>;

interface ExpandedConnector {
  info?: { config: Settings };
  status?: ConnectorStatus;
}

function answer<T>(schema: ShapeSchema): AnswerShape<T> {
  return new AnswerShape<T>('Kafka Connect', schema);
}

const settings = mapOf(textOrNull);
const instance = { state: text, worker_id: text };
const status = objectOf({
  name: text,
  connector: objectOf(instance, { trace: text }),
  tasks: listOf(objectOf({ id: { type: 'integer' }, ...instance }, { trace: text })),
});
const answers = {
  plugins: answer<{ class: string; version?: string | null }[]>(
    listOf(objectOf({ class: text }, { version: textOrNull })),
  ),
  validation: answer<{ configs: { value: { name: string; errors: string[] } }[] }>(
    objectOf({ configs: listOf(objectOf({ value: objectOf({ name: text, errors: listOf(text) }) })) }),
  ),
  connectors: answer<Record<string, ExpandedConnector>>(
    mapOf(objectOf({}, { info: objectOf({ config: settings }), status })),
  ),
  config: answer<Settings>(settings),
  status: answer<ConnectorStatus>(status),
  topics: answer<Record<string, { topics: string[] }>>(mapOf(objectOf({ topics: listOf(text) }))),
  offsets: answer<{ offsets: ConnectorOffset[] }>(objectOf({ offsets: offsetsShape })),
};

/** How long a rebalance may refuse changes with 409. */
const rebalanceTimeoutMs = 60_000;

/** The REST API of one Kafka Connect cluster, as far as cdcctl uses it. */
export class ConnectClient {
  private readonly http: AxiosInstance;

  readonly url: string;

  constructor(
    address: HttpAddress,
    private readonly signal?: AbortSignal,
  ) {
    this.url = address.url;
    this.http = httpClient({
      address,
      system: 'Kafka Connect',
      field: 'spec.connect.url and spec.source.nodes[].connectUrl',
      tlsField: 'spec.connect.tls',
      loginFields: 'spec.connect.username and password, or spec.connect.token',
    });
  }

  async plugins(): Promise<{ class: string; version: string }[]> {
    const plugins = answers.plugins.of(await this.http.get('/connector-plugins'));
    return plugins.map(({ class: name, version }) => ({ class: name, version: version ?? 'unknown' }));
  }

  /** What the worker says of a configuration; it loads the classes that it names. */
  async validate(config: Record<string, string>): Promise<{ setting: string; message: string }[]> {
    const plugin = encodeURIComponent(config['connector.class'] ?? '');
    const { configs } = answers.validation.of(
      await this.http.put(`/connector-plugins/${plugin}/config/validate`, config),
    );
    return configs.flatMap(({ value }) => value.errors.map((message) => ({ setting: value.name, message })));
  }

  /** All connectors of the cluster by name. */
  async connectors(): Promise<Map<string, LiveConnector>> {
    const listed = await this.list();
    if (listed.size > 0) return listed;
    // A worker that starts lists none before it has read its topics, and answers this when it has.
    await this.retryWhileRebalancing(() => this.config('-'));
    return this.list();
  }

  private async list(): Promise<Map<string, LiveConnector>> {
    const all = answers.connectors.of(await this.http.get('/connectors?expand=info&expand=status'));
    return new Map(
      Object.entries(all).flatMap(([name, { info, status }]): [string, LiveConnector][] =>
        // One that goes away meanwhile has no configuration any more.
        info === undefined ? [] : [[name, { config: withValues(info.config), status }]],
      ),
    );
  }

  async config(name: string): Promise<Record<string, string> | undefined> {
    const answer = await unlessMissing(this.http.get(`${path(name)}/config`));
    return answer && withValues(answers.config.of(answer));
  }

  async status(name: string): Promise<ConnectorStatus | undefined> {
    const request = () => unlessMissing(this.http.get(`${path(name)}/status`));
    const known = await request();
    if (known !== undefined) return answers.status.of(known);
    // A worker that starts knows of none before it has read its topics, and answers this when it has.
    if ((await this.retryWhileRebalancing(() => this.config(name))) === undefined) return undefined;
    const answer = await request();
    if (answer !== undefined) return answers.status.of(answer);
    return { name, connector: { state: 'UNASSIGNED', worker_id: '' }, tasks: [] };
  }

  /** Topics that the connector has read or written since it was made, as far as the cluster keeps them. */
  async topics(name: string): Promise<string[]> {
    const answer = await unlessMissing(this.http.get(`${path(name)}/topics`));
    return (answer && answers.topics.of(answer)[name]?.topics) ?? [];
  }

  async offsets(name: string): Promise<ConnectorOffset[]> {
    const answer = await unlessMissing(this.http.get(`${path(name)}/offsets`));
    return (answer && answers.offsets.of(answer).offsets) ?? [];
  }

  /** Replaces the offsets of these partitions; the connector must be STOPPED. */
  async alterOffsets(name: string, offsets: ConnectorOffset[]): Promise<void> {
    await this.retryWhileRebalancing(() => this.http.patch(`${path(name)}/offsets`, { offsets }));
  }

  /** Removes all offsets; the connector must be STOPPED. */
  async resetOffsets(name: string): Promise<void> {
    await this.retryWhileRebalancing(() => this.http.delete(`${path(name)}/offsets`));
  }

  /** Tasks stay and do nothing. */
  async pause(name: string): Promise<void> {
    await this.retryWhileRebalancing(() => this.http.put(`${path(name)}/pause`, {}));
  }

  async resume(name: string): Promise<void> {
    await this.retryWhileRebalancing(() => this.http.put(`${path(name)}/resume`, {}));
  }

  /** Tasks end; the connector and its offsets stay. */
  async stop(name: string): Promise<void> {
    await this.retryWhileRebalancing(() => this.http.put(`${path(name)}/stop`, {}));
  }

  /** Creates the connector or replaces its configuration. */
  async put(name: string, config: Record<string, string>): Promise<void> {
    await this.retryWhileRebalancing(() => this.http.put(`${path(name)}/config`, config));
  }

  async delete(name: string): Promise<void> {
    await this.retryWhileRebalancing(() => unlessMissing(this.http.delete(path(name))));
  }

  /** Starts the connector and its tasks anew, with secrets that are read again. */
  async restart(name: string): Promise<void> {
    await this.retryWhileRebalancing(() => this.http.post(`${path(name)}/restart?includeTasks=true`, {}));
  }

  /** Restarts the connector's failed instances and leaves the others alone. */
  async restartFailed(name: string): Promise<void> {
    await this.retryWhileRebalancing(() =>
      this.http.post(`${path(name)}/restart?includeTasks=true&onlyFailed=true`, {}),
    );
  }

  private async retryWhileRebalancing<T>(request: () => Promise<T>): Promise<T> {
    const deadline = Date.now() + rebalanceTimeoutMs;
    for (;;) {
      try {
        return await request();
      } catch (error) {
        if (!isRebalancing(error) || Date.now() > deadline) throw error;
        await sleep(500, undefined, { signal: this.signal });
      }
    }
  }
}

/**
 * Clients of the clusters and workers that are let in to in the same way, by their addresses: one for each, since every
 * client reads the files of TLS and has connections of its own.
 */
export function connectClients(access: Omit<HttpAddress, 'url'>, signal?: AbortSignal): (url: string) => ConnectClient {
  const clients = new Map<string, ConnectClient>();
  return (url) => {
    const client = clients.get(url) ?? new ConnectClient({ ...access, url }, signal);
    clients.set(url, client);
    return client;
  };
}

/** Changes are refused with 409, and a configuration that nobody may read meanwhile with 500. */
function isRebalancing(error: unknown): boolean {
  if (!(error instanceof HttpError)) return false;
  return error.status === 409 || (error.status === 500 && error.message.includes('a rebalance is expected'));
}

function withValues(settings: Settings): Record<string, string> {
  return Object.fromEntries(Object.entries(settings).filter((one): one is [string, string] => one[1] !== null));
}

function path(name: string): string {
  return `/connectors/${encodeURIComponent(name)}`;
}
