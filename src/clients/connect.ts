import { setTimeout as sleep } from 'node:timers/promises';
import { type AxiosInstance } from 'axios';
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

interface ExpandedConnector {
  info?: { config: Record<string, string> };
  status?: ConnectorStatus;
}

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
    return (await this.http.get<{ class: string; version: string }[]>('/connector-plugins')).data;
  }

  /** What the worker says of a configuration; it loads the classes that it names. */
  async validate(config: Record<string, string>): Promise<{ setting: string; message: string }[]> {
    const plugin = encodeURIComponent(config['connector.class'] ?? '');
    const { data } = await this.http.put<{ configs: { value: { name: string; errors: string[] } }[] }>(
      `/connector-plugins/${plugin}/config/validate`,
      config,
    );
    return data.configs.flatMap(({ value }) => value.errors.map((message) => ({ setting: value.name, message })));
  }

  /** All connectors of the cluster by name, in one request. */
  async connectors(): Promise<Map<string, LiveConnector>> {
    const answer = await this.http.get<Record<string, ExpandedConnector>>('/connectors?expand=info&expand=status');
    return new Map(
      Object.entries(answer.data).flatMap(([name, { info, status }]): [string, LiveConnector][] =>
        // One that goes away meanwhile has no configuration any more.
        info === undefined ? [] : [[name, { config: info.config, status }]],
      ),
    );
  }

  async config(name: string): Promise<Record<string, string> | undefined> {
    const answer = await unlessMissing(this.http.get<Record<string, string>>(`${path(name)}/config`));
    return answer?.data;
  }

  async status(name: string): Promise<ConnectorStatus | undefined> {
    return (await unlessMissing(this.http.get<ConnectorStatus>(`${path(name)}/status`)))?.data;
  }

  /** Topics that the connector has read or written since it was made, as far as the cluster keeps them. */
  async topics(name: string): Promise<string[]> {
    const answer = await unlessMissing(this.http.get<Record<string, { topics: string[] }>>(`${path(name)}/topics`));
    return answer?.data[name]?.topics ?? [];
  }

  async offsets(name: string): Promise<ConnectorOffset[]> {
    const answer = await unlessMissing(this.http.get<{ offsets: ConnectorOffset[] }>(`${path(name)}/offsets`));
    return answer?.data.offsets ?? [];
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
        if (!(error instanceof HttpError) || error.status !== 409 || Date.now() > deadline) throw error;
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

function path(name: string): string {
  return `/connectors/${encodeURIComponent(name)}`;
}
