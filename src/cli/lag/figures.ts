import { type ConnectorReading } from '../../lag/reading/reading.js';

/** Whether a connector runs with all its tasks; one that has none does nothing. */
export function runsWhole({ state, tasks }: Pick<ConnectorReading, 'state' | 'tasks'>): boolean {
  return state === 'RUNNING' && tasks.length > 0 && tasks.every((task) => task.state === 'RUNNING');
}

/** Figures as people read them; unknown ones are `?`. */
export function count(records: number | null): string {
  return records === null ? '?' : records.toLocaleString('en');
}

export function seconds(value: number | null): string {
  return value === null ? '?' : `${value.toFixed(1)} s`;
}

export function mebibytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toLocaleString('en', { maximumFractionDigits: 1 })} MiB`;
}

export function duration(value: number): string {
  if (value < 0) return 'now';
  if (value < 120) return `${Math.ceil(value)} s`;
  if (value < 7200) return `${Math.round(value / 60)} min`;
  return value < 172_800 ? `${Math.round(value / 3600)} h` : `${Math.round(value / 86_400)} d`;
}
