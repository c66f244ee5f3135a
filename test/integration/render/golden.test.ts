import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { createTestDatabase } from '../../support/database.js';
import { httpOfStack } from '../../support/stack.js';

/** A golden file that the real system refuses is wrong, however long it has been there. */
const root = join(import.meta.dirname, '../../golden/render');
const cases = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory());

function expected(name: string, ending: string): { file: string; content: string }[] {
  const directory = join(root, name, 'expected');
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(ending))
    .sort()
    .map((file) => ({ file, content: readFileSync(join(directory, file), 'utf8') }));
}

interface Validation {
  error_count: number;
  configs: { value: { name: string; errors: string[] } }[];
}

describe('golden files on the real systems', () => {
  test.each(cases.map(({ name }) => name))('PostgreSQL runs the SQL of %s, also a second time', async (name) => {
    const database = await createTestDatabase('golden_test');
    try {
      for (const { content } of [...expected(name, '.sql'), ...expected(name, '.sql')]) {
        await database.client.query(content);
      }
    } finally {
      await database.drop();
    }
  });

  test.each(cases.map(({ name }) => name))('Kafka Connect knows the settings of the connectors of %s', async (name) => {
    for (const { file, content } of expected(name, '.json').filter((one) => one.file.includes('connectors/'))) {
      const { config } = JSON.parse(content) as { config: Record<string, string> };
      // The Confluent sink is on no public registry, so the local worker does not have it.
      if (config['connector.class']!.startsWith('io.confluent.')) continue;
      const plugin = config['connector.class']!.split('.').at(-1)!;
      const answer = await httpOfStack('connect').put<Validation>(
        `/connector-plugins/${plugin}/config/validate`,
        // The worker reads secrets only below its own directory.
        { ...config, name: 'golden', 'connection.username': 'user', 'connection.password': 'secret' },
      );
      const errors = answer.data.configs
        .filter(({ value }) => value.errors.length > 0)
        // The Confluent converter is on no public registry, so the local worker does not have it.
        .filter(({ value }) => !config[value.name]?.startsWith('io.confluent.'));
      expect({ file, errors }).toEqual({ file, errors: [] });
    }
  });
});
