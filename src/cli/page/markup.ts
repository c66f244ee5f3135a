/** HTML or XML whose texts are escaped. */
export class Markup {
  constructor(readonly text: string) {}
}

export type MarkupValue = Markup | string | number | MarkupValue[];

/**
 * Builds HTML and XML: everything that is inserted is escaped but for other Markup; lists are joined. Attributes must
 * stand in double quotes. Characters that XML 1.0 forbids are shown as `\u0000`.
 */
export function markup(literals: TemplateStringsArray, ...values: MarkupValue[]): Markup {
  const parts = literals.map((literal, index) => {
    const value = values[index];
    return value === undefined ? literal : `${literal}${textOf(value, literal.endsWith('="'))}`;
  });
  return new Markup(parts.join(''));
}

/** Joins with newlines, without the parts that are empty. */
export function lines(...parts: Markup[]): Markup {
  const texts = parts.map(({ text }) => text).filter((text) => text !== '');
  return new Markup(texts.join('\n'));
}

export const nothing = new Markup('');

function textOf(value: MarkupValue, isAttribute: boolean): string {
  if (value instanceof Markup) return value.text;
  if (Array.isArray(value)) return value.map((one) => textOf(one, isAttribute)).join('');
  const escaped = escapeMarkup(String(value));
  // A parser would turn them into spaces.
  return isAttribute ? escaped.replace(/[\t\n]/g, (space) => `&#${space.charCodeAt(0)};`) : escaped;
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '\r': '&#13;',
};

function escapeMarkup(text: string): string {
  return text.replace(/[&<>"'\r]|(?![\t\n])[\p{Cc}\p{Cs}\ufffe\uffff]/gu, (character) => {
    return entities[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}
