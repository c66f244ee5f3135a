import { type EditOptions } from '../../dead-letters/replay/edit-letters.js';
import { type Pipeline } from '../../pipeline/pipeline.js';
import { type CommandRun } from '../context.js';
import { editInEditor } from './editor.js';

export interface EditFlags {
  set?: string[];
  jq?: string;
  edit: boolean;
  rebuildValue: boolean;
}

const fieldsOfLetters = /^(event|key|value)[.=]/;

/** `--set` is about the definition, or about the letters. */
export function splitSets({ set = [] }: EditFlags): { definition: string[]; letters: string[] } {
  return {
    definition: set.filter((assignment) => !fieldsOfLetters.test(assignment)),
    letters: set.filter((assignment) => fieldsOfLetters.test(assignment)),
  };
}

/** How letters are changed before they are put back; undefined where they are not. */
export async function editOptions(request: {
  run: CommandRun;
  flags: EditFlags;
  pipeline: Pipeline;
}): Promise<EditOptions | undefined> {
  const { flags, pipeline } = request;
  const { letters } = splitSets(flags);
  if (letters.length === 0 && flags.jq === undefined && !flags.edit && !flags.rebuildValue) return undefined;
  const { registryCodec } = await import('../../clients/registry-codec.js');
  const { inTurn, jqEditor, parseFieldEdit, setFields } = await import('../../dead-letters/replay/edits.js');
  return {
    editor: inTurn([
      setFields(letters.map(parseFieldEdit)),
      ...(flags.jq === undefined ? [] : [jqEditor(flags.jq)]),
      ...(flags.edit ? [editInEditor(request)] : []),
    ]),
    rebuildsValue: flags.rebuildValue,
    codec: registryCodec(pipeline.schemaRegistry),
  };
}
