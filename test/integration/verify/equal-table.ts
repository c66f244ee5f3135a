import { type types } from 'cassandra-driver';
import { type BothSystems } from './both-systems.js';

/** Creates a table with `rows` equal rows on both sides, keys 0 to rows - 1. */
export async function createEqualTable(systems: BothSystems, name: string, rows: number): Promise<void> {
  await systems.cql(`CREATE TABLE %.${name} (id int PRIMARY KEY, name text, score double) WITH cdc = true`);
  await systems.sql(`CREATE TABLE %.${name} (id int PRIMARY KEY, name text, score double precision)`);
  const query = `INSERT INTO ${systems.name}.${name} (id, name, score) VALUES (?, ?, ?)`;
  let next = 0;
  const insert = async (): Promise<void> => {
    for (let id = next++; id < rows; id = next++) {
      await systems.cassandra.execute(query, [id, `name ${id}`, id / 7], { prepare: true });
    }
  };
  await Promise.all(Array.from({ length: 200 }, insert));
  await systems.sql(`INSERT INTO %.${name} ${equalRows(0, rows - 1)}`);
}

/** SQL that gives the rows with these keys as Cassandra has them. */
export function equalRows(first: number, last: number): string {
  return `SELECT id, 'name ' || id, id / 7::double precision FROM generate_series(${first}, ${last}) AS ids(id)`;
}

/** The token of each row, as Cassandra tells it: key → token, in the order of tokens. */
export async function tokensOf(systems: BothSystems, name: string): Promise<Map<number, bigint>> {
  const query = `SELECT id, token(id) AS at FROM ${systems.name}.${name}`;
  const { rows } = await systems.cassandra.execute(query, [], { prepare: true, fetchSize: 1_000_000 });
  return new Map(rows.map((row) => [row.id as number, BigInt((row.at as types.Long).toString())]));
}
