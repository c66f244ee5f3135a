import { type Document, isScalar, visit, type YAMLError } from 'yaml';
import { type Place, type Problem } from './problems.js';

/** In our words, because the parser's own messages quote the text, which may be a password. */
const explanations: Partial<Record<YAMLError['code'], [message: string, hint?: string]>> = {
  BAD_ALIAS: ['this alias has no anchor before it', 'write the value out'],
  BAD_DIRECTIVE: ['this YAML directive is not known', 'remove the line'],
  BAD_DQ_ESCAPE: ['this escape is not known in double quotes', "use single quotes, or double the '\\'"],
  BAD_INDENT: ['the indentation does not fit what is above', 'indent fields of the same mapping equally, with spaces'],
  BAD_SCALAR_START: ['text must not begin with this character', 'put the text in quotes'],
  BLOCK_AS_IMPLICIT_KEY: ['a mapping must not begin inside of a line', 'put it on lines of its own, or quote the text'],
  BLOCK_IN_FLOW: ['a block must not stand inside of [ ] or { }', 'write the outer list or mapping as a block too'],
  DUPLICATE_KEY: ['this field is there twice in the same mapping', 'keep one of them'],
  MISSING_CHAR: ['a character is missing', 'close the bracket or the quote, and put a space after each colon'],
  MULTILINE_IMPLICIT_KEY: [
    'the name of a field must be on one line',
    'put a space after each colon, and close the quotes above',
  ],
  TAB_AS_INDENT: ['tabs must not be used to indent', 'use spaces'],
  TAG_RESOLVE_FAILED: ['YAML tags are not used in definitions', 'remove the word that begins with !'],
};

export interface SyntaxError {
  error: YAMLError;
  /** Offset of what is wrong. */
  at: number;
  /** Nothing after it can be understood. */
  spoils: boolean;
}

const harmless: YAMLError['code'][] = ['DUPLICATE_KEY', 'TAG_RESOLVE_FAILED', 'BAD_DQ_ESCAPE'];

/** The syntax errors of a document; of those that spoil what follows, the first, since the others follow from it. */
export function syntaxErrors(document: Document): SyntaxError[] {
  const all = [...document.errors, ...document.warnings].map((error) => ({
    error,
    at: explainedByMessage(error)?.[0] === openQuote ? startOfQuote(document, error.pos[0]) : error.pos[0],
    spoils: !harmless.includes(error.code),
  }));
  const first = all.find(({ spoils }) => spoils);
  return all.filter((each) => !each.spoils || each === first);
}

const openQuote = 'the quote that opens here is not closed';

/** Some codes cover several mistakes, which only the message tells apart. */
function explainedByMessage({ code, message }: YAMLError): [message: string, hint: string] | undefined {
  if (code === 'MISSING_CHAR' && /closing .quote/.test(message)) return [openQuote, 'close it'];
  if (/followed by map values/.test(message))
    return ['this field has no value', 'write name: value, with a space between'];
  if (/must (be sufficiently indented and )?end with/.test(message))
    return ['a [ or { above is not closed', 'close it'];
  return undefined;
}

function startOfQuote(document: Document, end: number): number {
  let start = end;
  visit(document, {
    Scalar(_, node) {
      const quoted = isScalar(node) && (node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE');
      if (quoted && node.range && node.range[0] < end && node.range[1] >= end) start = node.range[0];
    },
  });
  return start;
}

/** A syntax error of a definition, without quoting the definition. */
export function explainYamlError(options: { error: YAMLError; text: string; place: Place }): Problem {
  const { error, text, place } = options;
  const [message, hint] = explainedByMessage(error) ??
    explanations[error.code] ?? ['this is not valid YAML', 'check quotes, colons and indentation'];
  return { place, path: '', message, ...hintFor(lineOf(text, error.pos[0]), hint) };
}

/** Braces inside of [ ] or { } are the mistake that people make most, since names and references have them. */
function hintFor(line: string, hint: string | undefined): { hint?: string } {
  if (/[[{,].*(\$\{|\{table\})/.test(line) || /^\s*[^\s#]+:\s+\{table\}/.test(line)) {
    return { hint: 'put text that has { or } into quotes' };
  }
  return hint === undefined ? {} : { hint };
}

function lineOf(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', Math.max(offset - 1, 0)) + 1;
  const end = text.indexOf('\n', offset);
  return text.slice(start, end === -1 ? undefined : end);
}
