import { topicOf } from '../tables/names.js';
import { type Pipeline, type TableSettings } from './pipeline.js';
import { type Problem } from './problems.js';
import { placeOfField, type Tree } from './tree.js';

/** Pipelines that write to the same topic or the same table would mix their rows. */
export function sharedDestinations(definitions: { pipeline: Pipeline; tree: Tree }[]): Problem[] {
  const owners = new Map<string, string>();
  return definitions.flatMap(({ pipeline, tree }) =>
    pipeline.tables.flatMap((table, index): Problem[] => {
      const taken = destinations(pipeline, table).filter(({ key }) => {
        const owner = owners.get(key);
        if (owner === undefined) owners.set(key, pipeline.name);
        return owner !== undefined && owner !== pipeline.name;
      });
      const place = placeOfField(tree, ['spec', 'tables', index]);
      return taken.map(({ key, what, hint }) => {
        const message = `the pipeline ${owners.get(key)} has the same ${what} for a table`;
        return { place, path: `spec.tables[${index}]`, message, hint };
      });
    }),
  );
}

function destinations(pipeline: Pipeline, table: TableSettings): { key: string; what: string; hint: string }[] {
  const { kafka, postgresql, source } = pipeline;
  const brokers = kafka.bootstrapServers.toSorted();
  const { host, port, database, schema } = postgresql;
  return [
    {
      key: JSON.stringify(['topic', ...brokers, topicOf(pipeline, table)]),
      what: 'topic',
      hint: `give the pipelines different ${source.mode === 'agent' ? 'spec.source.topicPrefix' : 'spec.kafka.topics.name'}`,
    },
    {
      key: JSON.stringify(['table', host, port, database, schema, table.target]),
      what: 'target in PostgreSQL',
      hint: 'give the pipelines different spec.postgresql.schema, or the tables different targets',
    },
  ];
}
