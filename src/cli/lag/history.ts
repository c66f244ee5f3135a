import { type LagReport } from '../../lag/report.js';

const bars = '▁▂▃▄▅▆▇█';
const keptLooks = 60;

/** What the last looks at a pipeline have told, as small graphs. */
export class LagHistory {
  private readonly reports: LagReport[] = [];

  add(report: LagReport): void {
    this.reports.push(report);
    if (this.reports.length > keptLooks) this.reports.shift();
  }

  /** A line for each graph. */
  render(): string {
    const line = (title: string, valueOf: (report: LagReport) => number | null) => {
      const values = this.reports.map(valueOf);
      const greatest = Math.max(0, ...values.map((value) => value ?? 0));
      return `${title.padEnd(16)} ${graph(values)} ${greatest.toFixed(0)} at most`;
    };
    return [
      line('seconds behind', ({ secondsBehind }) => secondsBehind),
      line('records behind', ({ recordsBehind }) => recordsBehind),
    ].join('\n');
  }
}

/** A bar for each value, from nothing to the greatest; a gap where a value is unknown. */
export function graph(values: (number | null)[]): string {
  const greatest = Math.max(0, ...values.map((value) => value ?? 0));
  return values
    .map((value) => {
      if (value === null) return ' ';
      return bars[greatest === 0 ? 0 : Math.ceil((value / greatest) * (bars.length - 1))];
    })
    .join('');
}
