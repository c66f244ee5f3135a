import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import axios from 'axios';
import { findJava } from '../../../src/stack/native/java.js';
import { waitFor } from '../../../src/wait.js';
import { type ExamplePipeline } from '../../support/example-pipeline.js';

/** A standalone agent on the stack's node. */
export class Agent {
  private readonly directory = mkdtempSync(join(tmpdir(), 'cdcctl-agent-'));
  private process: ReturnType<typeof spawn> | undefined;

  /** YAML of spec: the agent in place of the example's Connect source. */
  overlay(keyspace: string): string {
    return `
  source:
    mode: agent
    nodes:
      - id: node1
        cassandraConfig: \${env:CASSANDRA_CONFIG}
        agentDirectory: ${this.directory}/agent
        relocationDirectory: ${this.directory}/relocation
        offsetDirectory: ${this.directory}/offsets
        healthPort: \${env:CDC_HEALTH_PORT}
  kafka: { topics: { name: 'cdc.${keyspace}.{table}' } }
`;
  }

  /** Starts it with the rendered files, as its unit does, and returns when its threads work. */
  async start({ run, name }: ExamplePipeline): Promise<void> {
    const { directory } = this;
    const rendered = await run('render', '--output-dir', join(directory, 'rendered'));
    if (rendered.exitCode !== 0) throw new Error(rendered.stderr);
    cpSync(join(directory, 'rendered', name, 'agents/node1'), join(directory, 'agent'), { recursive: true });
    for (const made of ['relocation', 'offsets', 'agent/storage']) {
      mkdirSync(join(directory, made), { recursive: true });
    }
    const unit = readFileSync(join(directory, 'agent', `${name}-agent.service`), 'utf8');
    const [, args] = /^ExecStart=\S+ (.*)$/m.exec(unit)!;
    const { executable } = await findJava(process.env);
    const log = openSync(join(directory, 'log'), 'a');
    this.process = spawn(executable, args!.replace('${DEBEZIUM_JAR}', jarOfStack()).split(' '), {
      env: {},
      stdio: ['ignore', log, log],
    });
    await waitFor({ what: 'the agent', timeoutMs: 180_000, hint: this.log() }, async () => {
      if (this.process!.exitCode !== null) throw new Error(`the agent has ended:\n${this.log()}`);
      const answer = await axios.get(`http://127.0.0.1:${process.env.CDC_HEALTH_PORT}/health`).catch(() => undefined);
      return answer?.status === 200 || undefined;
    });
  }

  log(): string {
    return readFileSync(join(this.directory, 'log'), 'utf8').slice(-4000);
  }

  /** It has no time to finish anything. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  async stop(): Promise<void> {
    await this.end('SIGTERM');
    rmSync(this.directory, { recursive: true });
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    if (this.process === undefined) return;
    if (this.process.exitCode === null && this.process.signalCode === null) {
      this.process.kill(signal);
      await once(this.process, 'exit');
    }
    this.process = undefined;
  }
}

/** The jar that the stack's Connect worker has as a plugin. */
function jarOfStack(): string {
  const worker = readFileSync(join(process.env.CDCCTL_TEST_STACK_DIR!, '.cdcctl/config/connect.properties'), 'utf8');
  const directory = /^plugin\.path=([^,\n]*)/m.exec(worker)![1]!;
  const [jar] = readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.jar'));
  return join(directory, jar!);
}
