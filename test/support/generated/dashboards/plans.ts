import { type DashboardPlan } from './dashboard.js';

const ofPipeline = 'pipeline=~"$pipeline"';

const pipeline: DashboardPlan = {
  name: 'cdc-pipeline',
  title: 'CDC pipeline',
  description: 'How far behind a pipeline is, where, and for how long it is safe. From `cdcctl metrics serve`.',
  byPipeline: true,
  rows: {
    'Is it well?': [
      {
        ...{ kind: 'figure', title: 'Behind', unit: 's' },
        description: 'Age of the oldest change that is not in PostgreSQL. `cdcctl lag` shows which part is at fault.',
        queries: { behind: `max(cdc_lag_seconds{${ofPipeline}})` },
      },
      {
        ...{ kind: 'figure', title: 'Parts that answer', unit: 'percentunit' },
        description: 'Kafka, Kafka Connect, PostgreSQL, the registry and Cassandra.',
        queries: { answer: `avg(cdc_up{${ofPipeline}})` },
      },
      {
        ...{ kind: 'figure', title: 'Tasks not running', unit: 'short' },
        description: '`cdcctl status` shows why.',
        queries: {
          tasks: `count(cdc_task_state{${ofPipeline}}) - count(cdc_task_state{${ofPipeline},state="RUNNING"})`,
        },
      },
      {
        ...{ kind: 'figure', title: 'Dead letters', unit: 'short' },
        description: '`cdcctl dlq list` groups them by cause.',
        queries: { '{{store}}': `sum by (store) (cdc_dead_letters{${ofPipeline}})` },
      },
      {
        ...{ kind: 'figure', title: 'Keys to read back', unit: 'short' },
        description: 'Does `cdcctl reconcile --follow` run?',
        queries: { '{{due}}': `sum by (due) (cdc_reconcile_queue{${ofPipeline}})` },
      },
      {
        ...{ kind: 'figure', title: 'Lost records', unit: 'short' },
        description: 'Deleted by Kafka before a sink had read them. `cdcctl verify --repair` mends the rows.',
        queries: { lost: `sum(cdc_lost_records{${ofPipeline}})` },
      },
    ],
    'How far behind': [
      {
        ...{ kind: 'graph', title: 'Seconds behind', unit: 's' },
        description: 'By stage: a source by its node, a sink by its topic.',
        queries: { '{{stage}} {{where}}': `cdc_lag_seconds{${ofPipeline}}` },
      },
      {
        ...{ kind: 'graph', title: 'Records behind', unit: 'short' },
        description: 'Records that sinks have yet to do, and changes that are in the commit log alone.',
        queries: {
          '{{topic}}': `cdc_backlog_depth{${ofPipeline}}`,
          'commit log of {{node}}': `cdc_source_unread_changes{${ofPipeline}}`,
        },
      },
      {
        ...{ kind: 'graph', title: 'cdc_raw', unit: 'percentunit' },
        description: 'When it is full, writes fail or the oldest changes are lost, as cdc_block_writes says.',
        queries: { '{{node}}': `cdc_raw_bytes{${ofPipeline}} / cdc_raw_limit_bytes{${ofPipeline}}` },
      },
    ],
    'What goes through': [
      {
        ...{ kind: 'graph', title: 'Events', unit: 'ops' },
        description: 'Done by the sinks, by table and operation.',
        queries: {
          '{{table}} {{operation}}': `sum by (table, operation) (rate(cdc_events_processed_total{${ofPipeline}}[1m]))`,
        },
      },
      {
        ...{ kind: 'graph', title: 'Latency, 95 % are faster', unit: 's' },
        description: 'Of the write in Cassandra to Kafka, of Kafka to PostgreSQL, and of both.',
        queries: {
          '{{stage}}': `histogram_quantile(0.95, sum by (stage, le) (rate(cdc_processing_latency_seconds_bucket{${ofPipeline}}[5m])))`,
        },
      },
      {
        ...{ kind: 'graph', title: 'States of tasks', unit: 'short' },
        description: '1 for the state that a task is in.',
        queries: { '{{connector}}/{{task}} {{state}}': `cdc_task_state{${ofPipeline}}` },
      },
    ],
  },
};

const kafka: DashboardPlan = {
  name: 'kafka',
  title: 'CDC: Kafka and Kafka Connect',
  description:
    'The brokers and workers under a pipeline, by the JMX exporter with the rules of templates/prometheus/jmx.',
  rows: {
    Brokers: [
      {
        ...{ kind: 'graph', title: 'Messages in', unit: 'ops' },
        description: 'By topic, without those of Kafka itself.',
        queries: { '{{topic}}': 'sum by (topic) (rate(kafka_topic_messagesin_total{topic!~"__.*"}[1m]))' },
      },
      {
        ...{ kind: 'graph', title: 'Bytes', unit: 'Bps' },
        description: 'Into and out of all topics.',
        queries: {
          in: 'sum(rate(kafka_topic_bytesin_total[1m]))',
          out: 'sum(rate(kafka_topic_bytesout_total[1m]))',
        },
      },
      {
        ...{ kind: 'graph', title: 'Size of topics', unit: 'bytes' },
        description: 'On the disks of all brokers; retention.ms of the topics bounds it.',
        queries: { '{{topic}}': 'topk(10, sum by (topic) (kafka_log_size_bytes))' },
      },
      {
        ...{ kind: 'graph', title: 'Partitions in danger', unit: 'short' },
        description: 'Anything but 0 for long: a broker is away, and with it records may be.',
        queries: {
          'under-replicated': 'sum(kafka_underreplicatedpartitions)',
          offline: 'sum(kafka_controller_offlinepartitionscount)',
        },
      },
      {
        ...{ kind: 'graph', title: 'Requests, 99 % are faster', unit: 'ms' },
        description: 'Time in the broker; of consumers it contains their waiting for records.',
        queries: { '{{request}}': 'max by (request) (kafka_request_milliseconds{quantile="0.99"})' },
      },
      {
        ...{ kind: 'graph', title: 'Idle request handlers', unit: 'percentunit' },
        description: 'Below 0.3 the broker is at its limit.',
        queries: { '{{instance}}': 'kafka_request_handler_idle_ratio' },
      },
    ],
    Connectors: [
      {
        ...{ kind: 'graph', title: 'Records of sources', unit: 'ops' },
        description: 'Written to Kafka.',
        queries: { '{{connector}}': 'sum by (connector) (rate(kafka_connect_source_records_write_total[1m]))' },
      },
      {
        ...{ kind: 'graph', title: 'Records of sinks', unit: 'ops' },
        description: 'Given to PostgreSQL.',
        queries: { '{{connector}}': 'sum by (connector) (rate(kafka_connect_sink_records_send_total[1m]))' },
      },
      {
        ...{ kind: 'graph', title: 'Time of a batch', unit: 'ms' },
        description: 'A sink that grows slow waits for PostgreSQL: look at its locks.',
        queries: { '{{connector}}': 'kafka_connect_sink_put_milliseconds_avg' },
      },
      {
        ...{ kind: 'graph', title: 'Records that failed', unit: 'ops' },
        description: 'In converters and transforms; they are dead letters then.',
        queries: { '{{connector}}': 'sum by (connector) (rate(kafka_connect_task_record_failures_total[5m]))' },
      },
      {
        ...{ kind: 'graph', title: 'Dead letters sent', unit: 'ops' },
        description: 'To the topic of dead letters.',
        queries: { '{{connector}}': 'sum by (connector) (rate(kafka_connect_dead_letter_requests_total[5m]))' },
      },
      {
        ...{ kind: 'graph', title: 'Connectors and tasks of a worker', unit: 'short' },
        description: 'A worker that has none has left its group.',
        queries: {
          'connectors {{instance}}': 'kafka_connect_worker_connectors',
          'tasks {{instance}}': 'kafka_connect_worker_tasks',
        },
      },
    ],
  },
};

const databases: DashboardPlan = {
  name: 'databases',
  title: 'CDC: databases and JVMs',
  description: 'Cassandra by the JMX exporter, what PostgreSQL refused, and the memory of all JVMs.',
  rows: {
    Cassandra: [
      {
        ...{ kind: 'graph', title: 'Requests', unit: 'ops' },
        description: 'By kind.',
        queries: { '{{request}}': 'sum by (request) (rate(cassandra_requests_total[1m]))' },
      },
      {
        ...{ kind: 'graph', title: 'Requests, 99 % are faster', unit: 's' },
        description: 'As the coordinator sees them.',
        queries: { '{{request}}': 'max by (request) (cassandra_request_seconds{quantile="0.99"})' },
      },
      {
        ...{ kind: 'graph', title: 'Failed requests', unit: 'ops' },
        description: 'Writes that fail may have come to some replicas: `cdcctl verify` tells.',
        queries: {
          timeouts: 'sum(rate(cassandra_request_timeouts_total[1m]))',
          unavailable: 'sum(rate(cassandra_request_unavailables_total[1m]))',
          failures: 'sum(rate(cassandra_request_failures_total[1m]))',
        },
      },
      {
        ...{ kind: 'graph', title: 'Commit log', unit: 'bytes' },
        description: 'Segments that are not yet in tables on disk.',
        queries: { '{{instance}}': 'cassandra_commit_log_bytes' },
      },
      {
        ...{ kind: 'graph', title: 'Compactions that wait', unit: 'short' },
        description: 'When they grow for hours, reads grow slow, and those of snapshot and verify, too.',
        queries: { '{{instance}}': 'cassandra_compactions_pending' },
      },
      {
        ...{ kind: 'graph', title: 'Dropped messages', unit: 'ops' },
        description: 'Mutations that a replica did not take in time: a repair brings them.',
        queries: { '{{message}}': 'sum by (message) (rate(cassandra_dropped_messages_total[5m]))' },
      },
    ],
    PostgreSQL: [
      {
        ...{ kind: 'graph', title: 'Refused events', unit: 'short' },
        description: 'Open dead letters in PostgreSQL. `cdcctl dlq list --store table` shows them.',
        queries: { '{{pipeline}}': 'cdc_dead_letters{store="postgresql"}' },
      },
      {
        ...{ kind: 'graph', title: 'From Kafka to PostgreSQL, 95 % are faster', unit: 's' },
        description: 'Contains the time until Connect commits.',
        queries: {
          '{{pipeline}}':
            'histogram_quantile(0.95, sum by (pipeline, le) (rate(cdc_processing_latency_seconds_bucket{stage="sink"}[5m])))',
        },
      },
      {
        ...{ kind: 'graph', title: 'Keys to read back', unit: 'short' },
        description: 'What the log does not tell, until `cdcctl reconcile` has read it.',
        queries: { '{{pipeline}} {{due}}': 'cdc_reconcile_queue' },
      },
    ],
    JVMs: [
      {
        ...{ kind: 'graph', title: 'Heap', unit: 'percentunit' },
        description: 'Used of what it may use. Near 1 for long: the JVM is about to end.',
        queries: {
          '{{service}}': 'jvm_memory_used_bytes{area="heap"} / (jvm_memory_max_bytes{area="heap"} > 0)',
        },
      },
      {
        ...{ kind: 'graph', title: 'Time in garbage collection', unit: 'percentunit' },
        description: 'Above 0.1 a JVM has too small a heap.',
        queries: { '{{service}}': 'sum by (service) (rate(jvm_gc_collection_seconds_sum[1m]))' },
      },
      {
        ...{ kind: 'graph', title: 'Processor', unit: 'short' },
        description: 'Cores in use.',
        queries: { '{{service}}': 'rate(process_cpu_seconds_total{job="jvm"}[1m])' },
      },
    ],
  },
};

export const dashboardPlans = [pipeline, kafka, databases];
