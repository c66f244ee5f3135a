import { stringify } from 'yaml';
import { OperatorError } from '../../errors.js';
import { type RenderedFile } from '../files.js';
import { type Connector, type RenderedPipeline } from '../rendered.js';
import { isDnsLabel, isDnsSubdomain } from './names.js';

export interface StrimziOptions {
  /** Names of KafkaConnect resources by the address of their REST API; those of Strimzi's own services tell theirs. */
  clusters: ReadonlyMap<string, string>;
  /** That of kubectl's context when absent. */
  namespace?: string | undefined;
}

/**
 * A KafkaConnector resource of Strimzi for each connector: YAML documents in one file. Throws an OperatorError of kind
 * `invalid` when a connector's name cannot be that of a resource, or the KafkaConnect resource of its workers is not known.
 */
export function kafkaConnectors(rendered: RenderedPipeline, options: StrimziOptions): RenderedFile {
  requireNames(rendered);
  const documents = rendered.connectors.map((connector) => kafkaConnector(connector, rendered.name, options));
  // Kubernetes reads YAML 1.1, where `on` is no text.
  const texts = documents.map((document) => stringify(document, { version: '1.1', lineWidth: 0 }));
  return { path: `${rendered.name}/kubernetes/connectors.yaml`, content: texts.join('---\n') };
}

/** https://strimzi.io/docs/operators/latest/configuring#type-KafkaConnector-reference */
function kafkaConnector({ name, url, config }: Connector, pipeline: string, options: StrimziOptions): unknown {
  const { 'connector.class': className, 'tasks.max': tasks, ...rest } = config;
  return {
    apiVersion: 'kafka.strimzi.io/v1beta2',
    kind: 'KafkaConnector',
    metadata: {
      name,
      ...(options.namespace !== undefined && { namespace: options.namespace }),
      labels: {
        'app.kubernetes.io/managed-by': 'cdcctl',
        ...(isDnsLabel(pipeline) && { 'app.kubernetes.io/instance': pipeline }),
        'strimzi.io/cluster': clusterOf(url, options.clusters),
      },
    },
    spec: { class: className, tasksMax: Number(tasks), state: 'running', config: rest },
  };
}

function clusterOf(url: string, clusters: StrimziOptions['clusters']): string {
  const named = clusters.get(withoutSlash(url)) ?? /^(.+)-connect-api$/.exec(new URL(url).hostname.split('.')[0]!)?.[1];
  if (named !== undefined) return named;
  throw new OperatorError({
    kind: 'invalid',
    resource: url,
    message: 'no KafkaConnect resource is known for these workers',
    hint: `name it: --connect-cluster ${withoutSlash(url)}=NAME; of http://NAME-connect-api:8083 it is known`,
  });
}

function requireNames({ connectors }: RenderedPipeline): void {
  const refused = connectors.map(({ name }) => name).filter((name) => !isDnsSubdomain(name));
  if (refused.length === 0) return;
  throw new OperatorError({
    kind: 'invalid',
    message: `Strimzi names connectors as their resources, and Kubernetes does not take these names: ${refused.join(', ')}`,
    hint: 'names of pipeline, tables and nodes must have only lower case letters, digits, dashes and dots; deploy the connectors with cdcctl deploy',
  });
}

/** Addresses of REST APIs are compared without a slash at their end. */
function withoutSlash(url: string): string {
  return url.replace(/\/$/, '');
}
