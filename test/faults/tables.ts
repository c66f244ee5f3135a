import { type World } from './world.js';

/** What the load writes to: the statements that make the tables. */
export const tables = {
  accounts: `CREATE TABLE warehouse.accounts (id uuid PRIMARY KEY, name text, balance decimal, opened date, flags set<text>,
    settings frozen<map<text, int>>, note text) WITH cdc = true`,
  lines: `CREATE TABLE warehouse.lines (account int, line int, amount decimal, note text, booked timestamp,
    PRIMARY KEY (account, line)) WITH cdc = true`,
  baskets: `CREATE TABLE warehouse.baskets (id int PRIMARY KEY, tags set<text>, marks map<text, int>, recent list<text>)
    WITH cdc = true`,
};

export const tableNames = Object.keys(tables);

/** Adds a column to a table, and rows with it before the source can know of it. */
export async function addColumn({ example, random }: World): Promise<void> {
  const column = `added_${random.string.alpha(6).toLowerCase()}`;
  await example.cql(`ALTER TABLE warehouse.accounts ADD ${column} text`);
  for (let row = 0; row < 20; row++) {
    await example.cql(`INSERT INTO warehouse.accounts (id, ${column}) VALUES (uuid(), 'at once')`);
  }
}
