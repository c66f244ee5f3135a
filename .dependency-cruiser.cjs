/** The arrows of docs/architecture.md: cli → a capability → clients. */
const capabilities =
  'init|import|deploy|checks|snapshot|reconcile|recover|lag|watch|verify|dead-letters|generate|stack|render';

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'only-cli-prints',
      comment: 'output is the only place that prints, and only cli uses it',
      severity: 'error',
      from: { pathNot: '^src/(cli/|output/|main)' },
      to: { path: '^src/output' },
    },
    {
      name: 'only-cli-opens-traces',
      comment: 'what is traced only says so; without a trace, nothing of OpenTelemetry is loaded',
      severity: 'error',
      from: { pathNot: '^src/(cli/trace|tracing/)' },
      to: { path: ['^src/tracing', '^node_modules/@opentelemetry'] },
    },
    {
      name: 'nothing-uses-cli',
      severity: 'error',
      from: { pathNot: '^src/(cli/|main)' },
      to: { path: '^src/cli/' },
    },
    {
      name: 'capabilities-stand-alone',
      comment:
        'no capability imports another; all may use what render says of names and shapes, and watch what lag tells',
      severity: 'error',
      from: { path: `^src/(${capabilities})/` },
      to: {
        path: `^src/(${capabilities})/`,
        pathNot: ['^src/$1/', '^src/render/', '^src/lag/(measure|report|reading/reading)'],
      },
    },
    {
      name: 'only-watch-uses-lag',
      severity: 'error',
      from: { path: `^src/(${capabilities})/`, pathNot: ['^src/(lag|watch)/'] },
      to: { path: '^src/lag/' },
    },
    {
      name: 'render-is-pure',
      severity: 'error',
      from: { path: '^src/render/' },
      to: { path: ['^src/clients', '^(node:)?(net|http|https|child_process)$'] },
    },
    {
      name: 'foundations-know-no-capability',
      severity: 'error',
      from: {
        path: '^src/(clients/|tables/|pipeline/|secrets/|connectors/|commit-log/|nearest|errors|check\\.|progress|traced|wait|atomic-file|json-shape|told-time|crc32)',
      },
      to: { path: `^src/(${capabilities}|cli|output)/` },
    },
    {
      name: 'clients-know-only-errors',
      severity: 'error',
      from: { path: '^src/clients/' },
      to: { path: '^src/', pathNot: '^src/(clients|errors|wait|traced|json-shape)' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    exclude: { path: '\\.test\\.ts$' },
  },
};
