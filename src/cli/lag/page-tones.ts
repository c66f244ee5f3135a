import { type VerdictStatus } from '../../lag/report.js';
import { type LagStatus } from '../../lag/status.js';
import { type Markup, markup } from '../page/markup.js';

export type PageStatus = VerdictStatus | LagStatus;

/** From bad to good. */
const order: PageStatus[] = ['AWAY', 'LOST', 'STOPPED', 'STALLED', 'REWOUND', 'UNKNOWN', 'WARN', 'OK'];

export function worst(statuses: PageStatus[]): PageStatus {
  return order.find((status) => statuses.includes(status)) ?? 'OK';
}

/** A class of the page, and the sign that says the same without colour. */
export function toneOf(status: PageStatus): { tone: string; mark: string } {
  switch (status) {
    case 'OK':
      return { tone: 'equal', mark: '✓' };
    case 'WARN':
    case 'REWOUND':
      return { tone: 'inconclusive', mark: '!' };
    case 'UNKNOWN':
      return { tone: 'read', mark: '?' };
    default:
      return { tone: 'different', mark: '✗' };
  }
}

export function statusBadge(status: PageStatus): Markup {
  const { tone, mark } = toneOf(status);
  return markup`<span class="badge ${tone}"><span aria-hidden="true">${mark}</span> ${status}</span>`;
}
