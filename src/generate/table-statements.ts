import { quoteCql } from '../clients/cassandra.js';
import { type CassandraTable, type Column, primaryKey } from '../tables/table.js';

/**
 * The CQL of a table. A statement names every column and gets `unset` for those that it leaves alone, so that a table
 * has five prepared statements at most.
 */
export interface TableStatements {
  /** Parameters: partition key, clustering key, statics, regulars. */
  insert: string;
  /**
   * Parameters: statics, regulars, partition key, clustering key; without the clustering key when the table has
   * no regular columns, as Cassandra demands. Undefined when the table has nothing but its primary key.
   */
  update: string | undefined;
  /** Parameters: partition key, clustering key. */
  delete: string;
  /** Parameters: partition key. */
  deletePartition: string;
}

export function tableStatements(table: CassandraTable): TableStatements {
  const name = `${quoteCql(table.keyspace)}.${quoteCql(table.name)}`;
  const cells = [...table.statics, ...table.regulars];
  const all = [...primaryKey(table), ...cells];
  const updated = table.regulars.length === 0 ? table.partitionKey : primaryKey(table);
  return {
    insert: `INSERT INTO ${name} (${names(all).join(', ')}) VALUES (${all.map(() => '?').join(', ')})`,
    update:
      cells.length === 0 ? undefined : `UPDATE ${name} SET ${assign(cells).join(', ')} WHERE ${matching(updated)}`,
    delete: `DELETE FROM ${name} WHERE ${matching(primaryKey(table))}`,
    deletePartition: `DELETE FROM ${name} WHERE ${matching(table.partitionKey)}`,
  };
}

function names(columns: Column[]): string[] {
  return columns.map(({ name }) => quoteCql(name));
}

function assign(columns: Column[]): string[] {
  return names(columns).map((name) => `${name} = ?`);
}

function matching(columns: Column[]): string {
  return assign(columns).join(' AND ');
}
