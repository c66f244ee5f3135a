/** A command line, and what it is for. */
export type Example = [line: string, what: string];

/** Examples by the path of their command; the tests parse each of them. */
const examples: Record<string, Example[]> = {
  demo: [['cdcctl demo --count 20000', 'see the whole pipeline work, with more rows']],
  up: [
    ['cdcctl up', 'start what is not running'],
    ['cdcctl up --port kafka=19092 --tls', 'with a port of your choice, TLS and logins'],
    ['cdcctl up --restart connect', 'the worker in a JVM of its own again'],
    ['cdcctl up --supervise', 'and start again what ends, until Ctrl-C'],
    ['cdcctl up --runtime compose --observability', 'as containers, with Prometheus and Grafana'],
  ],
  down: [
    ['cdcctl down', 'stop, and keep the data'],
    ['cdcctl down --volumes', 'remove all that up has made'],
  ],
  ps: [['cdcctl ps -o json', 'for a script; exit code 3 when a service does not run']],
  logs: [['cdcctl logs connect -f', 'follow the log of the Connect worker']],
  env: [['eval "$(cdcctl env)"', 'addresses and passwords of the local stack for this shell']],
  fetch: [['cdcctl fetch --output-dir artifacts', 'what compose/build.yaml makes images of']],
  furnish: [['cdcctl furnish --credentials /run/secrets', 'in the init container of the Compose stack']],
  init: [
    ['cdcctl init --contact-point 10.0.0.1:9042 --keyspace shop', 'all tables of a keyspace, into cdcctl.yaml'],
    ['cdcctl init - --keyspace shop --table orders', 'one table, to stdout'],
  ],
  import: [
    ['cdcctl import --connect-url http://10.0.0.4:8083', 'the connectors of a cluster'],
    ['cdcctl import source.json sink.json --to shop.yaml', 'configurations that are in files'],
  ],
  validate: [
    ['cdcctl validate -f shop.yaml', 'offline'],
    ['cdcctl validate -f shop.yaml -f production.yaml --live', 'with an overlay, and against the systems'],
  ],
  doctor: [['cdcctl doctor', 'what this machine and the systems of ./cdcctl.yaml lack']],
  render: [
    ['cdcctl render -f shop.yaml --output-dir rendered', 'a file for each object, for a review'],
    ['cdcctl render -f shop.yaml --kubernetes --shards 8', 'a verification that eight pods share'],
  ],
  plan: [
    ['cdcctl plan --detailed-exitcode', 'exit code 3 when there is something to change'],
    ['cdcctl plan --out shop.plan', 'to review now and deploy later'],
  ],
  deploy: [
    ['cdcctl deploy --wait', 'until all tasks run and the tables are loaded'],
    ['cdcctl deploy shop.plan', 'exactly what was reviewed'],
  ],
  undeploy: [['cdcctl undeploy --data --dry-run', 'what would be removed, with topics and replicated tables']],
  status: [['cdcctl status --watch', 'what changes, as it does']],
  pause: [['cdcctl pause --table orders', 'the sink of one table']],
  resume: [['cdcctl resume', 'all connectors']],
  stop: [['cdcctl stop --node node1', 'the source of one node, and keep its offsets']],
  restart: [['cdcctl restart --failed', 'what has failed, and nothing else']],
  'offsets get': [['cdcctl offsets get --table orders -o json', 'to be put back by offsets set --from']],
  'offsets set': [
    ['cdcctl offsets set --table orders --to-time 2026-01-31T06:00:00Z', 'read again what came since then'],
    ['cdcctl offsets set --from before.json', 'put back what was'],
  ],
  'offsets reset': [['cdcctl offsets reset --table orders --yes', 'read the topic again from its beginning']],
  lag: [
    ['cdcctl lag --max-seconds 60', 'exit code 3 when more is behind'],
    ['cdcctl lag --wait-caught-up --timeout 10m', 'before a verification, when writers have stopped'],
  ],
  'metrics serve': [['cdcctl metrics serve --listen 127.0.0.1:9464', 'for Prometheus']],
  snapshot: [['cdcctl snapshot --table orders', 'load a table again, beside the running stream']],
  reconcile: [
    ['cdcctl reconcile --follow --rate 200', 'read back what the log does not tell, for as long as the pipeline runs'],
    ['cdcctl reconcile --prune', 'also remove tombstones that nothing needs any more'],
  ],
  recover: [
    ['cdcctl recover --dry-run', 'on a Cassandra node: exit code 3 when the connector has lost changes'],
    ['cdcctl recover --prune', 'read them back, and free the disk of segments that are accounted for'],
  ],
  watch: [
    ['cdcctl watch --prune --log-format json', 'as a service of the node, beside its Connect worker'],
    ['cdcctl watch --max-restarts 0', 'tell and read back, and restart nothing'],
  ],
  'schema diff': [['cdcctl schema diff', 'columns of Cassandra that PostgreSQL does not have yet']],
  'schema apply': [['cdcctl schema apply --table orders', 'make them there, without stopping the sink']],
  'secrets check': [['cdcctl secrets check --max-age 90d', 'exit code 3 when one is due']],
  'secrets rotate': [['cdcctl secrets rotate', 'a new login for the sinks']],
  'secrets watch': [['cdcctl secrets watch --interval 5m', 'renew and rotate in time, until it is ended']],
  generate: [
    ['cdcctl generate --count 5000 --seed 1', 'the same statements each time'],
    ['cdcctl generate --rate 200 --mix updates=80,inserts=15,deletes=5', 'mostly partial updates, until it is ended'],
  ],
  verify: [
    ['cdcctl verify --record run.json', 'all rows; an interrupted run goes on'],
    ['cdcctl verify --table orders --repair', 'write what Cassandra has where PostgreSQL differs'],
  ],
  'verify merge': [['cdcctl verify merge records', 'one report of all shards']],
  'dlq list': [['cdcctl dlq list', 'what has failed, by cause']],
  'dlq show': [['cdcctl dlq show cdc-events-orders/0/42', 'a letter with its error and its row on both sides']],
  'dlq count': [['cdcctl dlq count --max 0', 'exit code 3 when there are some']],
  'dlq export': [['cdcctl dlq export --since 2h > letters.jsonl', 'the records of the last two hours, every byte']],
  'dlq discard': [["cdcctl dlq discard --cause b3999921 --reason 'test data'", 'what is not to be put back']],
  'replay-dlq': [
    ['cdcctl replay-dlq --all --dry-run', 'what would go where'],
    ["cdcctl replay-dlq --cause b399 --jq '.event.email.value |= ascii_downcase'", 'mended on the way'],
  ],
  completion: [['cdcctl completion bash > /etc/bash_completion.d/cdcctl', 'for all shells of the machine']],
};

/** Of `cdcctl --help`. */
const first: Example[] = [
  ['cdcctl demo', 'see it work on this machine'],
  ['cdcctl init --contact-point 10.0.0.1:9042 --keyspace shop', 'write cdcctl.yaml for a keyspace'],
  ['cdcctl deploy --wait', 'make it run'],
  ['cdcctl verify', 'compare every row of both sides'],
];

/** @param path `schema apply`; empty for the program itself */
export function examplesOf(path: string): Example[] {
  return path === '' ? first : (examples[path] ?? []);
}

/** Examples as a part of a command's `--help`; undefined where there are none. */
export function examplesHelp(path: string): string | undefined {
  const own = examplesOf(path);
  if (own.length === 0) return undefined;
  return ['', 'Examples:', ...own.flatMap(([line, what]) => [`  ${line}`, `      ${what}`])].join('\n');
}
