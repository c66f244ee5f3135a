const latestMs = Date.UTC(9999, 11, 31);

/**
 * An ISO 8601 time for one that a client has told, who may tell any: between the years that people and PostgreSQL read
 * alike, 1970 to 9999.
 */
export function toldTime(ms: number): string {
  return new Date(Math.min(Math.max(ms, 0), latestMs)).toISOString();
}
