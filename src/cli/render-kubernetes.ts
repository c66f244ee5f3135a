import { type Command, InvalidArgumentError, Option } from 'commander';
import { OperatorError } from '../errors.js';
import { type RenderedFile } from '../render/files.js';
import { isDnsLabel, isDnsSubdomain } from '../render/kubernetes/names.js';
import { type CliContext, type CommandRun } from './context.js';
import { type DefinitionFlags, definitionOptions } from './definition-options.js';
import { parseCount } from './numbers.js';
import { packageVersion } from '../version.js';

export interface KubernetesFlags extends DefinitionFlags {
  kubernetes?: true;
  strimzi?: true;
  shards?: number;
  image?: string;
  namespace?: string;
  storageClass?: string;
}

const defaultShards = 8;

/** Each shard's record is named in the arguments of the merge, and each shard is a pod. */
const mostShards = 1000;

/** Adds the flags of `render --kubernetes`; the others have no defaults, so that it can be told which were given. */
export function addKubernetesOptions(command: Command): Command {
  return command
    .option('--kubernetes', 'instead, print manifests with which many pods share one verification; connects to nothing')
    .addOption(
      new Option('--shards <n>', `with --kubernetes: pods that share it (default: ${defaultShards})`).argParser(
        parseShards,
      ),
    )
    .addOption(
      new Option('--image <ref>', `with --kubernetes: image that has cdcctl (default: "${defaultImage()}")`).argParser(
        parseImage,
      ),
    )
    .addOption(
      new Option(
        '--namespace <name>',
        'with --kubernetes or --strimzi: namespace (default: the one that kubectl applies to)',
      ).argParser((text) => parseName(text, { isValid: isDnsLabel, most: 63 })),
    )
    .addOption(
      new Option(
        '--storage-class <name>',
        'with --kubernetes: class of a volume that many nodes can write to (default: that of the cluster)',
      ).argParser((text) => parseName(text, { isValid: isDnsSubdomain, most: 253 })),
    );
}

/** Throws an OperatorError of kind `invalid` when a flag of `--kubernetes` is given without it. */
export function refuseKubernetesFlags(flags: KubernetesFlags): void {
  const { shards, image, namespace, storageClass, strimzi } = flags;
  const given = Object.entries({ shards, image, namespace, 'storage-class': storageClass }).find(
    ([name, value]) => value !== undefined && !(strimzi && name === 'namespace'),
  );
  if (given === undefined) return;
  throw new OperatorError({ kind: 'invalid', message: `--${given[0]} is for render --kubernetes`, hint: 'add it' });
}

/** Renders the manifests of every pipeline, and tells on stderr which Secret each needs. */
export async function renderKubernetes(
  run: CommandRun,
  flags: KubernetesFlags,
  stdin: CliContext['stdin'],
): Promise<RenderedFile[]> {
  const { loadPortableDefinitions } = await import('../pipeline/load.js');
  const { optionalVariables, secretCommand, verifyJob } = await import('../render/kubernetes/verify-job.js');
  const { namespace, storageClass, shards = defaultShards, image = defaultImage() } = flags;
  const definitions = await loadPortableDefinitions(await definitionOptions(run, flags, stdin));
  const files = definitions.map((definition) =>
    verifyJob(definition, { shards, image, version: packageVersion(), namespace, storageClass }),
  );
  for (const definition of definitions) {
    const command = secretCommand(definition, { namespace }).map((line) => `  ${line}`);
    const optional = optionalVariables(definition);
    const note = [
      `the pods of ${definition.name} read variables from a secret; make it with:`,
      ...command,
      ...(optional.length === 0 ? [] : [`these have defaults, and can be in it too: ${optional.join(', ')}`]),
    ];
    run.output.log('info', note.join('\n'));
  }
  return files;
}

function defaultImage(): string {
  return `cdcctl:${packageVersion()}`;
}

function parseShards(text: string): number {
  const shards = parseCount(text);
  if (shards < 1 || shards > mostShards) throw new InvalidArgumentError(`a number from 1 to ${mostShards} is needed.`);
  return shards;
}

/** The characters of distribution's reference grammar; the registry judges the rest. */
function parseImage(text: string): string {
  if (/^[a-z0-9][A-Za-z0-9._:/@-]*$/.test(text)) return text;
  throw new InvalidArgumentError('a reference to an image is needed, such as registry.example.com/cdcctl:1.0.');
}

function parseName(text: string, rule: { isValid: (text: string) => boolean; most: number }): string {
  if (rule.isValid(text)) return text;
  throw new InvalidArgumentError(
    `it must have only lower case letters, digits and dashes inside, at most ${rule.most} characters (RFC 1123).`,
  );
}
