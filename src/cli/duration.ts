import { InvalidArgumentError } from 'commander';

const unitsMs: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Parses `90s`, `5m`, `1h`, `2d` or `500ms` into milliseconds; for commander options. */
export function parseDurationMs(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(text);
  const unitMs = unitsMs[match?.[2] ?? ''];
  if (match === null || unitMs === undefined) {
    throw new InvalidArgumentError('a duration is a number with ms, s, m, h or d behind it: 90s, 5m.');
  }
  return Number(match[1]) * unitMs;
}
