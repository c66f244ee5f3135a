import { type Part } from '../../lag/reading/reading.js';
import { type LagReport } from '../../lag/report.js';
import { lines, type Markup, markup } from '../page/markup.js';
import { count, duration, mebibytes, runsWhole, seconds } from './figures.js';
import { type PageStatus, statusBadge, toneOf, worst } from './page-tones.js';

interface Stage {
  part: Part;
  title: string;
  status: PageStatus;
  figures: [string, string][];
}

/** The pipeline from source to target, each part with its status and its figures. */
export function flow(report: LagReport): Markup {
  const steps = stages(report).map(({ title, status, figures }) =>
    lines(
      markup`<li class="step ${toneOf(status).tone}">`,
      markup`<h3>${title}</h3><p>${statusBadge(status)}</p>`,
      markup`<dl>${figures.map(([name, value]) => markup`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`,
      markup`</li>`,
    ),
  );
  return lines(markup`<ol class="flow" aria-label="from source to target">`, ...steps, markup`</ol>`);
}

function stages(report: LagReport): Stage[] {
  const { sources, partitions, connectors, deadLetters, reconcileQueue } = report;
  const statusOf = (part: Part, ...measured: PageStatus[]): PageStatus => {
    const found = report.findings.filter((finding) => finding.part === part).map(({ status }) => status);
    return worst([...found, ...(report.away.some((one) => one.part === part) ? (['AWAY'] as const) : []), ...measured]);
  };
  const running = (kind: 'source' | 'sink'): [string, string] => {
    const ofKind = connectors.filter((one) => one.kind === kind);
    return ['running', `${ofKind.filter(runsWhole).length} of ${ofKind.length}`];
  };
  const pace = (stage: { perSecond: number | null }[]): [string, string] => {
    const known = stage.flatMap(({ perSecond }) => perSecond ?? []);
    return ['per second', known.length < stage.length ? '?' : sum(known).toFixed(1)];
  };
  const topics = new Set(partitions.map(({ topic }) => topic));
  const safe = partitions.flatMap(({ safeForSeconds }) => safeForSeconds ?? []);
  return [
    {
      ...{ part: 'cassandra', title: 'Cassandra', status: statusOf('cassandra') },
      figures: sources.flatMap(({ node, usedBytes, totalBytes, fullInSeconds }): [string, string][] => [
        [`cdc_raw of ${node}`, usedBytes === null ? '?' : `${mebibytes(usedBytes)} of ${mebibytes(totalBytes ?? 0)}`],
        ...(fullInSeconds === null ? [] : ([['full in', duration(fullInSeconds)]] as [string, string][])),
      ]),
    },
    {
      ...{ part: 'source', title: 'Source connectors' },
      status: statusOf('source', ...sources.map(({ status }) => status)),
      figures: [running('source'), ...behind(sources), pace(sources)],
    },
    {
      ...{ part: 'kafka', title: 'Kafka', status: statusOf('kafka') },
      figures: [
        ['topics', String(topics.size)],
        ['records', sum(partitions.map(({ endOffset }) => endOffset)).toLocaleString('en')],
        ['deleted unread', sum(partitions.map(({ lostRecords }) => lostRecords)).toLocaleString('en')],
        ['safe for', safe.length === 0 ? '-' : duration(Math.min(...safe))],
      ],
    },
    {
      ...{ part: 'sink', title: 'Sink connectors' },
      status: statusOf('sink', ...partitions.map(({ status }) => status)),
      figures: [running('sink'), ...behind(partitions), pace(partitions)],
    },
    {
      ...{ part: 'postgresql', title: 'PostgreSQL', status: statusOf('postgresql') },
      figures: [
        ['refused events', count(deadLetters.refused)],
        ['dead letters in the topic', count(deadLetters.inTopic)],
        ['keys to reconcile', reconcileQueue === null ? '?' : count(reconcileQueue.due)],
      ],
    },
  ];
}

function behind(stage: { recordsBehind: number | null; secondsBehind: number | null }[]): [string, string][] {
  const records = stage.map(({ recordsBehind }) => recordsBehind);
  const ages = stage.map(({ secondsBehind }) => secondsBehind);
  return [
    ['behind', count(records.includes(null) ? null : sum(records.map(Number)))],
    ['oldest', seconds(ages.includes(null) ? null : Math.max(0, ...ages.map(Number)))],
  ];
}

function sum(values: number[]): number {
  return values.reduce((a, b) => a + b, 0);
}
