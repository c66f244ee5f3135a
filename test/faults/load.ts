import { setTimeout as sleep } from 'node:timers/promises';
import { type Client } from 'cassandra-driver';
import { createLanes } from '../../src/generate/lanes.js';
import { defaultMix } from '../../src/generate/mix.js';
import { createRandom } from '../../src/generate/random.js';
import { statementSequence } from '../../src/generate/statements.js';
import { createPacer } from '../../src/pacer.js';
import { type CassandraTable } from '../../src/tables/table.js';

export interface LoadOptions {
  cassandra: Client;
  keyspace: string;
  tables: CassandraTable[];
  seed: number;
  ratePerSecond: number;
}

export interface LoadReport {
  statements: number;
  /** Attempts that Cassandra did not take, or did not confirm. */
  refused: number;
}

interface Write {
  cql: string;
  parameters: unknown[];
  hash: number;
}

const keys = 3000;
const baskets = 100;
const lanes = 16;
/** One statement in so many changes a collection by an element. */
const collectionShare = 8;
const retryMs = 300;
const readTimeoutMs = 5000;
const longestSkewMs = 600_000;

/**
 * Writes inserts, partial updates, deletes and changes of collections, until it is stopped. What Cassandra does not confirm
 * is tried again; what it then holds is the truth, however often it was written.
 */
export class Load {
  private readonly stopping = new AbortController();
  private readonly report: LoadReport = { statements: 0, refused: 0 };
  private readonly running: Promise<void>;
  private skewed = false;

  constructor(private readonly options: LoadOptions) {
    this.running = this.run();
  }

  /** From now on each write has a write time that is up to ten minutes off. */
  skewClocks(skewed: boolean): void {
    this.skewed = skewed;
  }

  async stop(): Promise<LoadReport> {
    this.stopping.abort();
    await this.running;
    return this.report;
  }

  private async run(): Promise<void> {
    const { tables, seed, ratePerSecond } = this.options;
    const { signal } = this.stopping;
    const random = createRandom({ seed, stream: 7 });
    const wholeRows = statementSequence({ tables, seed, keys, mix: defaultMix, edgeCases: 0.02 });
    const turn = createPacer({ ratePerSecond, signal });
    const inOrder = createLanes(lanes);
    for (let index = 0; !signal.aborted; index++) {
      await turn();
      const timestamp = this.skewed
        ? (Date.now() + random.number.int({ min: -longestSkewMs, max: longestSkewMs })) * 1000
        : undefined;
      const write = index % collectionShare === 0 ? this.elementOf(random) : wholeRows.next().value;
      await inOrder.add(write.hash, () => this.execute(write, timestamp));
    }
    await inOrder.idle();
  }

  private elementOf(random: ReturnType<typeof createRandom>): Write {
    const id = random.number.int(baskets - 1);
    const element = random.string.alpha(2);
    const change = random.helpers.arrayElement([
      `tags = tags + {'${element}'}`,
      `tags = tags - {'${element}'}`,
      `marks['${element}'] = ${id}`,
      `recent = recent + ['${element}']`,
      'tags = {}',
    ]);
    return {
      cql: `UPDATE ${this.options.keyspace}.baskets SET ${change} WHERE id = ${id}`,
      parameters: [],
      hash: id,
    };
  }

  private async execute({ cql, parameters }: Write, timestamp: number | undefined): Promise<void> {
    const options = {
      prepare: parameters.length > 0,
      isIdempotent: true,
      readTimeout: readTimeoutMs,
      ...(timestamp === undefined ? {} : { timestamp }),
    };
    while (true) {
      try {
        await this.options.cassandra.execute(cql, parameters, options);
        this.report.statements++;
        return;
      } catch {
        this.report.refused++;
        if (this.stopping.signal.aborted) return;
        await sleep(retryMs);
      }
    }
  }
}
