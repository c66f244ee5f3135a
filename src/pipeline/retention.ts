/** Milliseconds of a retention as a definition has it: `14d`, `36h`. */
export function retentionMs(retention: string): number {
  const hours = retention.endsWith('d') ? 24 : 1;
  return Number(retention.slice(0, -1)) * hours * 3_600_000;
}
