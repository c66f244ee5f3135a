import { type Envelope, type EnvelopeError } from '../../output/envelope.js';
import { type TableReport, type Verdict, type VerifyReport } from '../../verify/report.js';
import { renderDetails } from '../verify-report.js';
import { lines, type Markup, markup, nothing } from '../page/markup.js';
import { tableVerdict } from './verdicts.js';
import { countsText, kindCountText, placeText, scopeText } from './wording.js';

/** The result of `verify` as JUnit XML: a suite a pipeline, a case a table. Keeps to the junit-10.xsd of Jenkins. */
export function renderJunit({ data, error, warnings }: Envelope<VerifyReport>): string {
  const head = data === null ? oneError : markup`${counts(data.tables)} time="${data.seconds.toFixed(3)}"`;
  return lines(
    markup`<?xml version="1.0" encoding="UTF-8"?>`,
    markup`<testsuites name="cdcctl verify"${head}>`,
    ...(data === null ? [failedSuite(error)] : suitesOf(data, warnings)),
    markup`</testsuites>`,
  ).text;
}

/** What kept `verify` from comparing anything stands in the place of the tables. */
function failedSuite(error: EnvelopeError | null): Markup {
  const { kind = 'unknown', message = '', resource, hint } = error ?? {};
  const text = `${resource === undefined ? '' : `${resource}: `}${message}`;
  return lines(
    markup`<testsuite name="cdcctl verify"${oneError}>`,
    markup`<testcase name="verify" classname="cdcctl">`,
    markup`<error type="${kind}" message="${text}">${hint ?? text}</error>`,
    markup`</testcase>`,
    markup`</testsuite>`,
  );
}

function suitesOf(report: VerifyReport, warnings: string[]): Markup[] {
  const pipelines = [...new Set(report.tables.map(({ pipeline }) => pipeline))];
  return pipelines.map((pipeline, index) => {
    const tables = report.tables.filter((table) => table.pipeline === pipeline);
    const seconds = tables.reduce((sum, table) => sum + table.seconds, 0);
    const timestamp = new Date(report.startedAt).toISOString().slice(0, 19);
    const head = markup`name="${pipeline}"${counts(tables)} skipped="${having(tables, 'read')}"`;
    return lines(
      markup`<testsuite ${head} time="${seconds.toFixed(3)}" timestamp="${timestamp}">`,
      markup`<properties>`,
      ...propertiesOf(report, tables),
      markup`</properties>`,
      ...tables.map((table) => testcase(table, report)),
      // Warnings are told once, not for each pipeline.
      index === 0 && warnings.length > 0 ? markup`<system-err>${warnings.join('\n')}</system-err>` : nothing,
      markup`</testsuite>`,
    );
  });
}

/** A case has no properties in the schema: those of the tables bear their names. */
function propertiesOf({ consistency, scope }: VerifyReport, tables: TableReport[]): Markup[] {
  const properties: [string, string | number][] = [
    ['consistency', consistency],
    ['scope', scope === null ? 'all rows' : scopeText(scope)],
    ...tables.flatMap(({ keyspace, table, target, rows, columns }): [string, string | number][] => [
      [`${keyspace}.${table}.target`, target],
      [`${keyspace}.${table}.rows.cassandra`, rows.cassandra],
      [`${keyspace}.${table}.rows.postgresql`, rows.postgresql],
      [`${keyspace}.${table}.columns`, columns.join(', ')],
    ]),
  ];
  return properties.map(([name, value]) => markup`<property name="${name}" value="${value}"/>`);
}

function testcase(table: TableReport, report: VerifyReport): Markup {
  const { pipeline, keyspace, rows, columns, seconds } = table;
  const output = [
    `compared: ${report.scope === null ? 'all rows' : scopeText(report.scope)}, Cassandra read at ${report.consistency}`,
    `rows: ${rows.cassandra.toLocaleString('en')} in Cassandra, ${rows.postgresql.toLocaleString('en')} in ${table.target}`,
    `columns: ${columns.join(', ')}`,
    `verdict: ${tableVerdict(table, report)}`,
  ];
  return lines(
    markup`<testcase name="${table.table}" classname="${pipeline}.${keyspace}" time="${seconds.toFixed(3)}">`,
    outcome(table, report),
    markup`<system-out>${output.join('\n')}</system-out>`,
    markup`</testcase>`,
  );
}

function outcome(table: TableReport, report: VerifyReport): Markup {
  const message = tableVerdict(table, report);
  const details = renderDetails(table).join('\n');
  switch (table.verdict) {
    case 'equal':
      return nothing;
    case 'read':
      return markup`<skipped message="read${placeText(report.scope)}; cdcctl verify merge tells whether it is equal"/>`;
    case 'different': {
      const kinds = countsText(table.kinds, kindCountText);
      return markup`<failure type="different" message="${message}${kinds === '' ? '' : `: ${kinds}`}">${details}</failure>`;
    }
    case 'inconclusive':
      return markup`<error type="inconclusive" message="${message}">${details === '' ? message : details}</error>`;
  }
}

/** Attributes that count cases; the schema has `skipped` for a suite alone. */
function counts(tables: TableReport[]): Markup {
  const [failures, errors] = [having(tables, 'different'), having(tables, 'inconclusive')];
  return markup` tests="${tables.length}" failures="${failures}" errors="${errors}"`;
}

function having(tables: TableReport[], verdict: Verdict): number {
  return tables.filter((table) => table.verdict === verdict).length;
}

const oneError = markup` tests="1" failures="0" errors="1"`;
