import { type Definition, type DefinitionOptions, readDefinitions } from './definition.js';
import { type Spec } from './definition-types.js';
import { type Pipeline } from './pipeline.js';
import { type PortableDefinition, portableDefinition, portabilityProblems } from './portable.js';
import { invalidDefinition } from './problems.js';
import { type SecretReader } from './secrets.js';
import { sharedDestinations } from './shared-destinations.js';
import { formatPath, nodeAt, type Path, type Tree } from './tree.js';

export { type DefinitionOptions } from './definition.js';

/**
 * The pipelines of the definition files, in the order in which they are first named. References to Vault are resolved by
 * `readSecrets`; without it, and where it leaves them out, they stay as they are written.
 * Throws an OperatorError of kind `invalid` whose message has a line for each problem.
 */
export async function loadPipelines(options: DefinitionOptions, readSecrets?: SecretReader): Promise<Pipeline[]> {
  return completeAll(await readDefinitions(options, { valuesRequired: true, readSecrets }));
}

/** A definition that is right as far as can be known without the variables that are missing. */
export interface CheckedDefinition {
  name: string;
  files: string[];
  tables: string[];
  /** Variables and files that are referred to and have no value here. */
  unresolved: string[];
  /** Fields whose values are in Vault, which is not asked. */
  secrets: string[];
  /** Nodes whose agents nobody looks at: what they need and what they lose is told by `plan`. */
  agents: string[];
}

/** Checks definitions; what has a value here is checked with it, and the rest only if values are required. */
export async function checkDefinitions(
  options: DefinitionOptions,
  { valuesRequired = false } = {},
): Promise<CheckedDefinition[]> {
  const definitions = await readDefinitions(options, { valuesRequired });
  completeAll(definitions.filter(({ missing }) => missing.length === 0));
  return definitions.map((definition) => ({
    name: definition.name,
    files: definition.files,
    tables: tableNames(definition),
    unresolved: [...new Set(definition.missing.map(({ name }) => name))],
    secrets: definition.secrets.map(({ path }) => formatPath(path)),
    agents: agentNodes(definition),
  }));
}

/**
 * The definitions as text that another machine can read. What has a value here is checked with it, but no value gets into
 * the text. Throws an OperatorError of kind `invalid` for what is wrong, and for secrets and references to files in it.
 */
export async function loadPortableDefinitions(options: DefinitionOptions): Promise<PortableDefinition[]> {
  const definitions = await readDefinitions(options, { valuesRequired: false });
  const problems = definitions.flatMap(({ written }) => portabilityProblems(written));
  if (problems.length > 0) throw invalidDefinition(problems);
  completeAll(definitions.filter(({ missing }) => missing.length === 0));
  return definitions.map(portableDefinition);
}

function tableNames({ tree }: Definition): string[] {
  return textsIn(tree, ['spec', 'tables'], 'name');
}

function agentNodes({ tree }: Definition): string[] {
  const mode = nodeAt(tree, ['spec', 'source', 'mode']);
  return mode?.kind === 'scalar' && mode.value === 'agent' ? textsIn(tree, ['spec', 'source', 'nodes'], 'id') : [];
}

/** A field of each item of a list. */
function textsIn(tree: Tree, list: Path, field: string): string[] {
  const items = nodeAt(tree, list);
  const nodes = items?.kind === 'list' ? items.items.map((item) => nodeAt(item, [field])) : [];
  return nodes.flatMap((node) => (node?.kind === 'scalar' ? [String(node.value)] : []));
}

/** What the schema guarantees of a definition that it accepted. */
interface ValidDefinition {
  metadata: { name: string };
  spec: Spec;
}

function completeAll(definitions: Definition[]): Pipeline[] {
  const all = definitions.map(({ tree, value, secrets }) => ({
    tree,
    pipeline: complete(value as ValidDefinition, secrets),
  }));
  const problems = sharedDestinations(all);
  if (problems.length > 0) throw invalidDefinition(problems);
  return all.map(({ pipeline }) => pipeline);
}

/** Fills in the defaults that depend on other fields. */
function complete({ metadata, spec }: ValidDefinition, uses: Definition['secrets']): Pipeline {
  const references = uses.map(({ path, reference }) => ({ field: formatPath(path), reference }));
  return {
    name: metadata.name,
    ...spec,
    secrets: { ...spec.secrets, ...(references.length === 0 ? {} : { references }) },
    postgresql: { ...spec.postgresql, schema: spec.postgresql.schema ?? spec.cassandra.keyspace },
    tables: spec.tables.map((table) => ({
      ...table,
      target: table.target ?? table.name,
      columns: {
        ...table.columns,
        rename: withoutPrototype(table.columns.rename),
        type: withoutPrototype(table.columns.type),
      },
    })),
  };
}

/** So that `rename[column]` finds nothing for a column named `constructor`. */
function withoutPrototype(record: Record<string, string>): Record<string, string> {
  return Object.assign(Object.create(null) as Record<string, string>, record);
}
