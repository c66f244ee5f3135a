import { type PluginProperties, readPluginProperties } from '../connectors/properties.js';
import { applyAssignment } from './assignments.js';
import { type DefaultFileOptions, definitionFiles } from './default-file.js';
import { connectorSettingProblems } from './connector-settings.js';
import { consistencyProblems } from './consistency.js';
import { type PipelineDocument, readDocuments } from './documents.js';
import { type EnvironmentOptions, referenceSources } from './environment.js';
import { nearest } from '../nearest.js';
import { normalise } from './normalise.js';
import { invalidDefinition, type Problem } from './problems.js';
import { type MissingReference, type ReferenceSources, resolveReferences, type SecretUse } from './resolve.js';
import { type SecretReader, secretProblems, vaultSettingsOf } from './secrets.js';
import { readPipelineSchema, type Schema } from './schema.js';
import { placeOfField, type Tree } from './tree.js';
import { createValidator, type Validation } from './validate.js';

export interface DefinitionOptions extends EnvironmentOptions, DefaultFileOptions {
  /** `--set path=value`, applied to every pipeline. */
  sets: string[];
  stdin: NodeJS.ReadableStream;
}

/** A pipeline that was checked, with what references could be replaced. */
export interface Definition extends PipelineDocument {
  /** As it was written, overlays and `--set` merged in, references in place. */
  written: Tree;
  /** What the schema describes, defaults filled in. */
  value: unknown;
  missing: MissingReference[];
  /** References to Vault, resolved only for those who read secrets. */
  secrets: SecretUse[];
}

export interface ReadOptions {
  /** Refuses references without a value. */
  valuesRequired: boolean;
  /** Resolves references to Vault, which otherwise stay as they are written. */
  readSecrets?: SecretReader | undefined;
}

/**
 * Reads, merges, resolves and checks all definitions.
 * Throws an OperatorError that lists everything that is wrong; references without a value only if they are required.
 */
export async function readDefinitions(
  options: DefinitionOptions,
  { valuesRequired, readSecrets }: ReadOptions,
): Promise<Definition[]> {
  const { documents, problems } = await readDocuments(definitionFiles(options), options);
  const environment = referenceSources(options);
  const schema = readPipelineSchema();
  const plugins = readPluginProperties();
  const validate = createValidator(schema);
  const rules = { sources: environment.sources, schema, plugins, validate };
  const all = documents.map((document) => {
    const assigned = assignAll(document.tree, options.sets);
    const checked = check(assigned.tree, rules);
    return {
      ...document,
      ...checked,
      written: assigned.tree,
      problems: [...assigned.problems, ...checked.problems],
    };
  });
  problems.push(
    ...all.flatMap((definition) => [...misnamed(definition, all), ...definition.problems]),
    ...(valuesRequired ? all.flatMap(({ missing }) => missing.map(({ problem }) => problem)) : []),
    ...environment.problems,
  );
  if (problems.length > 0) throw invalidDefinition(problems);
  return readSecrets === undefined ? all : Promise.all(all.map((one) => withSecrets(one, rules, readSecrets)));
}

/** Checks a definition again with the values that Vault has. */
async function withSecrets(definition: Definition, rules: Rules, read: SecretReader): Promise<Definition> {
  const { secrets, value, written } = definition;
  const settings = vaultSettingsOf(value);
  if (secrets.length === 0 || settings === undefined) return definition;
  const secret = await read(settings, secrets);
  const { problems, ...checked } = check(written, { ...rules, sources: { ...rules.sources, secret } });
  if (problems.length > 0) throw invalidDefinition(problems);
  return { ...definition, ...checked, secrets };
}

/** A file that was meant as an overlay and has a name of its own is an incomplete pipeline. */
function misnamed({ name, tree, problems }: Definition & Validation, all: PipelineDocument[]): Problem[] {
  const incomplete = problems.some(({ path, message }) => /^spec\.\w+$/.test(path) && message === 'is missing');
  const others = all.map((other) => other.name).filter((other) => other !== name);
  const meant = incomplete ? nearest(name, others) : undefined;
  if (meant === undefined) return [];
  const place = placeOfField(tree, ['metadata', 'name']);
  const message = `no other file defines the pipeline ${name}`;
  return [{ place, path: 'metadata.name', message, hint: `did you mean an overlay of ${meant}?` }];
}

function assignAll(tree: Tree, sets: string[]): { tree: Tree; problems: Problem[] } {
  return sets.reduce<{ tree: Tree; problems: Problem[] }>(
    (before, assignment) => {
      const after = applyAssignment(before.tree, assignment);
      return { tree: after.tree, problems: [...before.problems, ...after.problems] };
    },
    { tree, problems: [] },
  );
}

interface Rules {
  sources: ReferenceSources;
  schema: Schema;
  plugins: PluginProperties;
  validate: (tree: Tree) => Validation;
}

function check(
  written: Tree,
  { sources, schema, plugins, validate }: Rules,
): Omit<Definition, 'name' | 'files' | 'written'> & Validation {
  const { tree: resolved, broken, missing, secrets } = resolveReferences(written, sources);
  const tree = normalise(resolved, schema, schema);
  const { value, problems } = validate(tree);
  return {
    tree,
    value,
    missing,
    secrets,
    problems: [
      ...broken,
      ...problems,
      ...consistencyProblems(tree),
      ...secretProblems(tree, secrets),
      ...connectorSettingProblems(tree, plugins),
    ],
  };
}
