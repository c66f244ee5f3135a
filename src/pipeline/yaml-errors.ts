import { type YAMLError } from 'yaml';
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
  MULTILINE_IMPLICIT_KEY: ['the name of a field must be on one line', 'check the colon and the quotes above'],
  TAB_AS_INDENT: ['tabs must not be used to indent', 'use spaces'],
  TAG_RESOLVE_FAILED: ['YAML tags are not used in definitions', 'remove the word that begins with !'],
};

/** A syntax error of a definition, without quoting the definition. */
export function explainYamlError(options: { error: YAMLError; text: string; place: Place }): Problem {
  const { error, text, place } = options;
  const [message, hint] = explanations[error.code] ?? [
    'this is not valid YAML',
    'check quotes, colons and indentation',
  ];
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
