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
