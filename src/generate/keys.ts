import { serialise } from '../tables/serialise.js';
import { type Column } from '../tables/table.js';
import { createRandom, reseed, streams } from './random.js';
import { type Draw } from './scalar-values.js';
import { createDraw } from './values.js';

export interface Key {
  /** In the order of the partition key. */
  partition: Buffer[];
  /** In the order of the clustering key. */
  clustering: Buffer[];
  /** Hash of the partition key, 0 … 2^32 - 1. */
  hash: number;
}

export interface KeyPoolOptions {
  seed: number;
  /** Number of keys. */
  size: number;
  partitionKey: Column[];
  clusteringKey: Column[];
  edgeCases: number;
}

/** Rows that share a partition, where the table has a clustering key. */
const rowsPerPartition = 10;

/** Derived keys that are kept; deriving one again takes some microseconds. */
const cachedKeys = 50_000;

/**
 * A pool of primary keys. Key `i` depends on the seed, the size and `i` alone, so that another run with the same seed
 * finds the rows of this one.
 */
export function createKeyPool(options: KeyPoolOptions): (index: number) => Key {
  const { seed, size } = options;
  const partitions = options.clusteringKey.length === 0 ? size : Math.ceil(size / rowsPerPartition);
  const random = createRandom({ seed, stream: streams.partitions });
  const drawPartition = createColumnDraw(options.partitionKey, options.edgeCases);
  const drawClustering = createColumnDraw(options.clusteringKey, options.edgeCases);
  const cache = new Map<number, Key>();

  function derive(index: number): Key {
    reseed(random, { seed, stream: streams.partitions, index: index % partitions });
    const partition = drawPartition(random);
    reseed(random, { seed, stream: streams.rows, index });
    return { partition, clustering: drawClustering(random), hash: hashOf(partition) };
  }

  return (index) => {
    const known = cache.get(index);
    if (known !== undefined) return known;
    if (cache.size >= cachedKeys) cache.clear();
    const key = derive(index);
    cache.set(index, key);
    return key;
  };
}

function createColumnDraw(columns: Column[], edgeCases: number): Draw<Buffer[]> {
  const draws = columns.map(({ name, type }) => {
    const draw = createDraw({ name, type, edgeCases, key: true });
    return (random: Parameters<Draw>[0]) => serialise(type, draw(random));
  });
  return (random) => draws.map((draw) => draw(random));
}

/** FNV-1a. */
function hashOf(parts: Buffer[]): number {
  let hash = 0x811c9dc5;
  for (const part of parts) {
    for (const byte of part) hash = Math.imul(hash ^ byte, 0x01000193);
  }
  return hash >>> 0;
}
