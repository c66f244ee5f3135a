import { type AwayPart, type ConnectorReading, type Part } from './reading/reading.js';
import { type Finding, type PartitionLag, type SourceLag } from './report.js';

export interface FindingsOptions {
  away: AwayPart[];
  connectors: ConnectorReading[];
  sources: SourceLag[];
  partitions: PartitionLag[];
}

/** What others need comes first: without Kafka no connector works, without PostgreSQL no sink. */
const awayFirst: Part[] = ['kafka', 'connect', 'postgresql', 'registry', 'cassandra'];

/** Share of what there is room or time for from which on an operator is warned. */
const warnAfter = 0.75;
const hour = 3600;

/** What is wrong, causes before what follows from them. */
export function findingsOf({ away, connectors, sources, partitions }: FindingsOptions): Finding[] {
  return [
    ...[...away].sort((a, b) => awayFirst.indexOf(a.part) - awayFirst.indexOf(b.part)).map(awayFinding),
    ...connectors.flatMap(connectorFindings),
    ...sources.filter(({ isHealthy }) => isHealthy === false).map(unhealthy),
    ...partitions.filter(({ lostRecords }) => lostRecords > 0).map(lost),
    ...sources.flatMap(sourceFindings),
    ...partitions.flatMap((one) => stageFindings(one, { part: 'sink', where: `${one.topic}/${one.partition}` })),
    ...sources.flatMap(roomFindings),
    ...partitions.flatMap(retentionFindings),
  ].sort((a, b) => Number(a.status === 'WARN') - Number(b.status === 'WARN'));
}

function awayFinding({ part, message, resource }: AwayPart): Finding {
  return { status: 'AWAY', part, where: resource, reason: message };
}

/** A connector that does not run is at fault also while nothing is behind. */
function connectorFindings({ name, kind, state, tasks, error }: ConnectorReading): Finding[] {
  if (state === 'UNKNOWN') return [];
  const finding = (reason: string): Finding[] => [{ status: 'STOPPED', part: kind, where: name, reason }];
  if (state === 'ABSENT') return finding('there is no such connector; cdcctl deploy makes it');
  if (state !== 'RUNNING') return finding(`the connector is ${state}${because(error)}`);
  if (tasks.length === 0) return finding('the connector has no task');
  const idle = tasks.find((task) => task.state !== 'RUNNING');
  return idle === undefined ? [] : finding(`task ${idle.id} is ${idle.state}${because(idle.error)}`);
}

function because(error: string | null): string {
  return error === null ? '' : `: ${error}`;
}

function unhealthy({ node }: SourceLag): Finding {
  const reason = 'the connector is RUNNING, but its threads have ended; restart its worker';
  return { status: 'STALLED', part: 'source', where: node, reason };
}

function lost({ topic, partition, lostRecords }: PartitionLag): Finding {
  return {
    status: 'LOST',
    part: 'kafka',
    where: `${topic}/${partition}`,
    reason: `Kafka has deleted ${lostRecords} records before the sink had read them; cdcctl verify --repair mends it`,
  };
}

/** Its worker has another idea of such a table, as after it was dropped and made again while the source was stopped. */
function sourceFindings(source: SourceLag): Finding[] {
  const { node, status, passedOver } = source;
  if (status !== 'STALLED' || passedOver.length === 0) return stageFindings(source, { part: 'source', where: node });
  const reason = `it passes over the changes of ${passedOver.join(', ')}, later ones of other tables have come; restart its worker`;
  return [{ status, part: 'source', where: node, reason }];
}

function stageFindings(
  { status, recordsBehind }: SourceLag | PartitionLag,
  { part, where }: { part: 'source' | 'sink'; where: string },
): Finding[] {
  const behind = `${recordsBehind} ${part === 'source' ? 'changes' : 'records'} behind`;
  switch (status) {
    case 'WARN':
      return [{ status, part, where, reason: `it works, but falls behind: ${behind}` }];
    case 'STALLED':
      return [{ status, part, where, reason: `it runs, but does nothing: ${behind}` }];
    case 'STOPPED':
      return [{ status, part, where, reason: `nobody reads it: ${behind}` }];
    case 'REWOUND':
      return [{ status, part, where, reason: `it was set back: ${behind}` }];
    default:
      return [];
  }
}

function roomFindings({ node, status, usedBytes, totalBytes, whenFull, fullInSeconds }: SourceLag): Finding[] {
  if (usedBytes === null || totalBytes === null) return [];
  // A source that works lets it grow for a moment and takes it away again.
  const isFilling = status !== 'OK' && fullInSeconds !== null && fullInSeconds <= hour;
  if (usedBytes < totalBytes * warnAfter && !isFilling) return [];
  const share = Math.round((usedBytes / totalBytes) * 100);
  const reason = `cdc_raw is ${share} % full; when it is full, ${whenFull}`;
  return [{ status: 'WARN', part: 'source', where: node, reason }];
}

function retentionFindings({ topic, partition, safeForSeconds, secondsBehind }: PartitionLag): Finding[] {
  if (safeForSeconds === null || secondsBehind === null) return [];
  if (secondsBehind < (secondsBehind + safeForSeconds) * warnAfter) return [];
  const hoursLeft = Math.max(0, Math.floor(safeForSeconds / hour));
  const when = hoursLeft === 0 ? 'within the hour' : `in ${hoursLeft} hours`;
  const reason = `Kafka deletes the first record that the sink has not read ${when}`;
  return [{ status: 'WARN', part: 'kafka', where: `${topic}/${partition}`, reason }];
}
