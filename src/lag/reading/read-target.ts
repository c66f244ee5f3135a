import { type Client } from 'pg';
import { relationExists, withPostgres } from '../../clients/postgres.js';
import { type Pipeline } from '../../pipeline/pipeline.js';
import { bookkeepingSchema, objectsOf, quoteSql } from '../../tables/names.js';
import { type TargetReading } from './reading.js';

/** What PostgreSQL has got, has refused, and has yet to be told. */
export async function readTarget(pipeline: Pipeline): Promise<TargetReading> {
  return withPostgres(pipeline.postgresql, async (postgres) => {
    const schema = quoteSql(bookkeepingSchema(pipeline));
    const counts = { refusedEvents: 0, reconcileDue: 0, reconcileLater: 0 };
    const none: TargetReading = { insertedEvents: new Map(), leaseAgeSeconds: null, ...counts };
    if (!(await relationExists(postgres, `${schema}.reconcile_queue`))) return none;
    const { rows } = await postgres.query<Omit<TargetReading, 'insertedEvents'>>(
      `SELECT (SELECT count(*)::integer FROM ${schema}.refused_letters WHERE outcome IS NULL) AS "refusedEvents",
         (SELECT extract(epoch FROM now() - max(issued_at))::float8 FROM ${schema}.sink_logins) AS "leaseAgeSeconds",
         (count(*) FILTER (WHERE due_at <= now()))::integer AS "reconcileDue",
         (count(*) FILTER (WHERE due_at > now()))::integer AS "reconcileLater"
       FROM ${schema}.reconcile_queue`,
    );
    return { ...none, ...rows[0], insertedEvents: await insertedEvents(postgres, pipeline) };
  });
}

/** A sink commits offsets once in a while, but PostgreSQL counts what it inserts at once. */
async function insertedEvents(postgres: Client, pipeline: Pipeline): Promise<Map<string, number>> {
  const inlets = new Map(pipeline.tables.map((table) => [objectsOf(table).inlet, table.name]));
  const { rows } = await postgres.query<{ inlet: string; inserted: number }>(
    `SELECT inlet.relname AS inlet, sum(pg_stat_get_tuples_inserted(slot.inhrelid))::float8 AS inserted
     FROM pg_class AS inlet JOIN pg_inherits AS slot ON slot.inhparent = inlet.oid
     WHERE inlet.relnamespace = to_regnamespace($1) AND inlet.relname = ANY ($2) GROUP BY 1`,
    [quoteSql(bookkeepingSchema(pipeline)), [...inlets.keys()]],
  );
  return new Map(rows.map(({ inlet, inserted }) => [inlets.get(inlet)!, inserted]));
}
