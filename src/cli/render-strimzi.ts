import { type Command, InvalidArgumentError, Option } from 'commander';
import { OperatorError } from '../errors.js';
import { type RenderedFile } from '../render/files.js';
import { isDnsLabel } from '../render/kubernetes/names.js';
import { type RenderedPipeline } from '../render/rendered.js';

export interface StrimziFlags {
  strimzi?: true;
  connectCluster?: [url: string, name: string][];
  namespace?: string;
}

/** Adds the flags of `render --strimzi`; `--namespace` is that of `render --kubernetes`. */
export function addStrimziOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--strimzi', 'instead, print the connectors as KafkaConnector resources of Strimzi').conflicts(
        'kubernetes',
      ),
    )
    .addOption(
      new Option(
        '--connect-cluster <url=name>',
        'with --strimzi: KafkaConnect resource of the workers at this address; repeatable (default: NAME of http://NAME-connect-api)',
      ).argParser(collectCluster),
    );
}

/** Throws an OperatorError of kind `invalid` when a flag of `--strimzi` is given without it. */
export function refuseStrimziFlags({ strimzi, connectCluster }: StrimziFlags): void {
  if (strimzi || connectCluster === undefined) return;
  throw new OperatorError({
    kind: 'invalid',
    message: '--connect-cluster is for render --strimzi',
    hint: 'add it',
  });
}

/** The resources of a pipeline's connectors. Throws an OperatorError of kind `invalid` where they cannot be rendered. */
export async function renderStrimzi(
  rendered: RenderedPipeline,
  { connectCluster = [], namespace }: StrimziFlags,
): Promise<RenderedFile> {
  const { kafkaConnectors } = await import('../render/kubernetes/strimzi.js');
  return kafkaConnectors(rendered, { clusters: new Map(connectCluster), namespace });
}

/** A login in a manifest would be read by everyone who may read the resource. */
export function refuseInlineSecrets(delivery: string): void {
  if (delivery !== 'inline') return;
  throw new OperatorError({
    kind: 'invalid',
    resource: 'spec.secrets.delivery',
    message: 'inline would put the login of PostgreSQL into the manifests',
    hint: 'set it to env or file',
  });
}

function collectCluster(text: string, previous: [string, string][] = []): [string, string][] {
  const [, url, name] = /^(https?:\/\/[^\s=]+?)\/?=([^=]+)$/.exec(text) ?? [];
  if (url !== undefined && name !== undefined && isDnsLabel(name)) return [...previous, [url, name]];
  throw new InvalidArgumentError('an address and a name are needed, such as http://10.0.0.4:8083=connect.');
}
