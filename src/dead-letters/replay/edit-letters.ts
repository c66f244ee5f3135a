import { type RegistryCodec } from '../../clients/registry-codec.js';
import { messageOf } from '../../errors.js';
import { type Pipeline } from '../../pipeline/pipeline.js';
import { valueSubjectOf } from '../../tables/names.js';
import { type EditableLetter, editableLetter, editedContent } from './editable.js';
import { type Editor, isLeftOut } from './edits.js';
import { type Chosen, isChosen, type Prepared } from './prepared.js';

export interface EditOptions {
  editor: Editor;
  /** Make the values anew of the events, also where nothing was edited. */
  rebuildsValue: boolean;
  codec: RegistryCodec;
}

/** Edits the letters that are put back; one that the edit leaves out or that no schema takes any more is skipped. */
export async function editLetters(
  pipeline: Pipeline,
  { editor, rebuildsValue, codec }: EditOptions,
  letters: Prepared[],
): Promise<Prepared[]> {
  const chosen = letters.filter(isChosen);
  const before: EditableLetter[] = [];
  for (const { stored } of chosen) before.push(await editableLetter(codec, stored));
  const after = await editor(before);
  const edited = new Map<Chosen, Prepared>();
  for (const [index, one] of chosen.entries()) {
    const { stored, table } = one;
    const letter = after[index]!;
    const subject = valueSubjectOf(pipeline, table.settings);
    if (isLeftOut(letter)) {
      edited.set(one, { stored, skip: letter.leftOut });
      continue;
    }
    try {
      const content = await editedContent(codec, {
        stored,
        before: before[index]!,
        after: letter,
        subject,
        rebuildsValue,
      });
      edited.set(one, { stored, table, content });
    } catch (error) {
      edited.set(one, { stored, skip: `the edit cannot be sent: ${messageOf(error)}` });
    }
  }
  return letters.map((one) => (isChosen(one) ? edited.get(one)! : one));
}
