import { escapeCharacter } from '../../output/inert.js';

/** Characters that cannot be seen, change how others are shown, or look like a space but are none. */
export const invisible = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u;
const everyInvisible = new RegExp(invisible.source, 'gu');

/** What could be taken for NULL, or not be seen, stands in quotes as in JSON. */
export function quoteWhereNeeded(text: string): string {
  const isPlain = /^\S(.*\S)?$/.test(text) && !invisible.test(text) && !/^"|^null$/i.test(text);
  return isPlain ? text : escapeInvisible(JSON.stringify(text));
}

/** Escapes as in JSON what a terminal would obey or not show. */
export function escapeInvisible(text: string): string {
  return text.replace(everyInvisible, escapeCharacter);
}
