import { Document, visit } from 'yaml';

/**
 * What a terminal obeys (but for new lines and tabs), and what turns the direction of a text, so that another one is read
 * than the one that is there.
 */
const obeyed = /(?![\n\t])[\p{Cc}\p{Zl}\p{Zp}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu;
/** A text as any terminal may get it: who writes a row writes into reports and errors, too. Escapes as JSON does. */
export function inert(text: string): string {
  return text.replace(obeyed, escapeCharacter);
}

/** A value as YAML that any terminal may get, and that is read as the value: escapes stand in double quotes alone. */
export function inertYaml(value: unknown): string {
  const document = new Document(value);
  visit(document, {
    Scalar: (_, node) => {
      if (typeof node.value === 'string' && inert(node.value) !== node.value) node.type = 'QUOTE_DOUBLE';
    },
  });
  return inert(document.toString());
}

/** `\u200b`; `\n` and the like where JSON has them. */
export function escapeCharacter(character: string): string {
  const json = JSON.stringify(character).slice(1, -1);
  if (json !== character) return json;
  return [...Array(character.length).keys()]
    .map((unit) => `\\u${character.charCodeAt(unit).toString(16).padStart(4, '0')}`)
    .join('');
}
