import { type Faker } from '@faker-js/faker';
import { setTimeout as sleep } from 'node:timers/promises';
import { createRandom } from '../../src/generate/random.js';
import { processesIn } from '../../src/stack/native/processes.js';
import { nativeServices } from '../../src/stack/native/service-definitions.js';
import { stackPaths } from '../../src/stack/directory.js';
import { type ServiceName } from '../../src/stack/services.js';
import { readState } from '../../src/stack/state.js';
import { readTables } from '../../src/tables/read-tables.js';
import { type CassandraTable } from '../../src/tables/table.js';
import { waitFor } from '../../src/wait.js';
import { type ExamplePipeline, openExamplePipeline } from '../support/example-pipeline.js';
import { killService, servicesOfStack, stackDirectory, startServices } from '../support/services.js';
import { cdcctlBin, type DaemonName, Daemons, type Said } from './daemons.js';
import { Load, type LoadReport } from './load.js';
import { Proxy } from './proxy.js';
import { Supervisor } from './supervisor.js';
import { tableNames, tables } from './tables.js';

export interface WorldOptions {
  seed: number;
  ratePerSecond: number;
  daemons: DaemonName[];
  onSaid: (said: Said) => void;
}

/** The node of the packaged example, with what restarts its worker, and a driver that is set up by cdcctl. */
const sourceWithRestart = [
  '  source:',
  '    nodes:',
  '      - id: node1',
  '        connectUrl: ${env:CONNECT_URL}',
  '        cassandraConfig: ${env:CASSANDRA_CONFIG}',
  '        relocationDirectory: ${env:CDC_RELOCATION_DIR}',
  '        offsetDirectory: ${env:CDC_OFFSET_DIR}',
  '        healthPort: ${env:CDC_HEALTH_PORT}',
  `        restartCommand: ['${cdcctlBin}', up, --dir, '${stackDirectory}', --restart, connect, -q]`,
];

/** A deployed pipeline on a stack that is supervised, with cdcctl's daemons beside it, and hands to break all of it. */
export class World {
  readonly random: Faker;
  private readonly supervisor = new Supervisor();
  private tables: CassandraTable[] = [];
  private load: Load | undefined;

  private constructor(
    readonly options: WorldOptions,
    readonly example: ExamplePipeline,
    readonly daemons: Daemons,
    readonly networks: Record<'cassandra' | 'postgresql' | 'registry', Proxy>,
  ) {
    this.random = createRandom({ seed: options.seed, stream: 8 });
  }

  static async open(options: WorldOptions): Promise<World> {
    const registryUrl = new URL(process.env.SCHEMA_REGISTRY_URL!);
    const cassandraUrl = new URL(`cql://${process.env.CASSANDRA_CONTACT_POINTS!}`);
    const networks = {
      cassandra: await Proxy.to({ host: cassandraUrl.hostname, port: Number(cassandraUrl.port) }),
      postgresql: await Proxy.to({ host: process.env.POSTGRES_HOST!, port: Number(process.env.POSTGRES_PORT) }),
      registry: await Proxy.to({ host: registryUrl.hostname, port: Number(registryUrl.port) }),
    };
    registryUrl.port = String(networks.registry.port);
    const example = await openExamplePipeline({
      cql: Object.values(tables),
      tables: tableNames.map((name) => `    - name: ${name}\n`).join(''),
      overlay: [
        `  cassandra: { contactPoints: '127.0.0.1:${networks.cassandra.port}' }`,
        `  postgresql: { port: ${networks.postgresql.port} }`,
        `  schemaRegistry: { url: '${registryUrl.href}' }`,
        ...sourceWithRestart,
        '',
      ].join('\n'),
    });
    const world = new World(options, example, new Daemons(example.files, options.daemons, options.onSaid), networks);
    try {
      await world.begin();
      return world;
    } catch (error) {
      await world.close();
      throw error;
    }
  }

  get topics(): string[] {
    return tableNames.map((name) => `${this.example.keyspace}-${name}`);
  }

  private async begin(): Promise<void> {
    const { cassandra, keyspace } = this.example;
    this.tables = await readTables(cassandra, { keyspace, names: ['accounts', 'lines'] });
    await this.operate('deploy', '--wait');
    this.supervisor.start();
    this.daemons.start();
  }

  async close(): Promise<void> {
    await this.load?.stop();
    await this.daemons.stop();
    await this.supervisor.stop();
    await startServices();
    await this.example.close();
    for (const network of Object.values(this.networks)) network.close();
  }

  /** What a fault has left is in order again, as far as a supervisor and an operator with `up` bring it. */
  async heal(): Promise<void> {
    for (const network of Object.values(this.networks)) network.set('open');
    await startServices();
    this.daemons.start();
  }

  async restartDaemons(): Promise<void> {
    await this.daemons.stop();
    this.daemons.start();
  }

  startLoad(seed: number): void {
    const { cassandra, keyspace } = this.example;
    const { ratePerSecond } = this.options;
    this.load = new Load({ cassandra, keyspace, tables: this.tables, seed, ratePerSecond });
  }

  async stopLoad(): Promise<LoadReport> {
    const report = (await this.load?.stop()) ?? { statements: 0, refused: 0 };
    this.load = undefined;
    return report;
  }

  skewClocks(skewed: boolean): void {
    this.load?.skewClocks(skewed);
  }

  /**
   * Runs a command of cdcctl on the pipeline, as an operator does.
   * @throws Error where it fails
   */
  async operate(command: string, ...argv: string[]): Promise<void> {
    const { exitCode, stderr } = await this.example.run(command, ...argv, '-q');
    if (exitCode !== 0) throw new Error(`cdcctl ${[command, ...argv].join(' ')} ended with ${exitCode}: ${stderr}`);
  }

  /** Ends a service as a crash does; the supervisor starts it again. */
  async kill(name: ServiceName): Promise<void> {
    const before = (await servicesOfStack())[name];
    await killService(before);
    await this.untilRunning(name);
  }

  /** A service is gone for some time, with nobody to start it again. */
  async takeDown(name: ServiceName, milliseconds: number): Promise<void> {
    await this.supervisor.stop();
    await killService((await servicesOfStack())[name]);
    await sleep(milliseconds);
    this.supervisor.start();
    await this.untilRunning(name);
  }

  /** A service neither answers nor ends, as when the network between it and all others is cut. */
  async hang(name: ServiceName, milliseconds: number): Promise<void> {
    const record = readState(stackPaths(stackDirectory))?.services[name];
    if (record === undefined) throw new Error(`${name} does not run`);
    const { programs } = nativeServices[name];
    const all = processesIn(record.dataDirectory, programs);
    for (const { pid } of all) process.kill(pid, 'SIGSTOP');
    await sleep(milliseconds);
    for (const { pid } of all) process.kill(pid, 'SIGCONT');
  }

  private async untilRunning(name: ServiceName): Promise<void> {
    await waitFor({ what: `${name} to run again`, timeoutMs: 180_000 }, async () =>
      (await servicesOfStack())[name].state === 'running' ? true : undefined,
    );
  }
}
