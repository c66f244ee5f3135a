import { type PortableDefinition } from '../../pipeline/portable.js';
import { type RenderedFile } from '../files.js';
import { readTemplate } from '../template.js';
import { fill } from '../fill.js';
import { kubernetesNames } from './names.js';

export interface VerifyJobOptions {
  /** Pods that share the verification: 1 or more. */
  shards: number;
  /** Reference of the image that has cdcctl. */
  image: string;
  /** Of cdcctl; for a label. */
  version: string;
  /** That of kubectl's context when absent. */
  namespace?: string | undefined;
  /** The cluster's default class when absent. */
  storageClass?: string | undefined;
}

/**
 * The manifests with which many pods share one verification of a pipeline: several YAML documents in one file.
 * Throws an OperatorError of kind `invalid` when the pipeline's name cannot be used.
 */
export function verifyJob(definition: PortableDefinition, options: VerifyJobOptions): RenderedFile {
  const { name, text } = definition;
  const { shards, image, version, namespace, storageClass } = options;
  const content = fill(readTemplate('kubernetes/verify-job.yaml'), {
    ...kubernetesNames(name),
    pipeline: name,
    shards,
    image,
    version,
    namespace,
    storageClass,
    definition: text.trimEnd().split('\n'),
    records: Array.from({ length: shards }, (_, index) => `/records/shard-${index + 1}.json`),
    secretCommand: secretCommand(definition, options),
    optionalVariables: optionalVariables(definition),
  });
  return { path: `${name}/kubernetes/verify-job.yaml`, content };
}

/** The lines of the command that makes the Secret with the variables that a definition must have. */
export function secretCommand(
  { name, variables }: PortableDefinition,
  { namespace }: Pick<VerifyJobOptions, 'namespace'>,
): string[] {
  const parts = [
    `kubectl create secret generic ${kubernetesNames(name).secret}`,
    ...(namespace === undefined ? [] : [`  --namespace=${namespace}`]),
    ...variables.filter(({ required }) => required).map((variable) => `  --from-literal=${variable.name}='<value>'`),
  ];
  return parts.map((part, index) => (index < parts.length - 1 ? `${part} \\` : part));
}

/** The variables that the Secret may leave out. */
export function optionalVariables({ variables }: PortableDefinition): string[] {
  return variables.filter(({ required }) => !required).map(({ name }) => name);
}
