/** A piece of text, or a reference in it. */
export type Piece = { kind: 'text'; text: string } | Reference;

export type Reference =
  | { kind: 'env'; name: string; fallback?: string }
  | { kind: 'file'; path: string }
  | { kind: 'broken'; message: string; hint: string };

const escape = 'write $${ for a literal ${';
export const knownReferences = `known are \${env:NAME}, \${env:NAME:-default} and \${file:PATH}; ${escape}`;

/** Splits text at its references; `$${` stands for a literal `${`. */
export function splitReferences(text: string): Piece[] {
  const pieces: Piece[] = [];
  let literal = '';
  let at = 0;
  while (at < text.length) {
    if (text.startsWith('$${', at)) {
      literal += '${';
      at += 3;
    } else if (text.startsWith('${', at)) {
      const end = text.indexOf('}', at);
      if (literal !== '') pieces.push({ kind: 'text', text: literal });
      literal = '';
      pieces.push(
        end === -1 ? broken('a reference is not closed', `add the }, or ${escape}`) : parse(text.slice(at + 2, end)),
      );
      at = end === -1 ? text.length : end + 1;
    } else {
      literal += text.charAt(at++);
    }
  }
  if (literal !== '') pieces.push({ kind: 'text', text: literal });
  return pieces;
}

function parse(body: string): Reference {
  if (body.includes('${')) return broken('a reference stands inside of another', 'give a plain default');
  const separator = body.indexOf(':');
  const scheme = separator === -1 ? body : body.slice(0, separator);
  const rest = separator === -1 ? '' : body.slice(separator + 1);
  if (scheme === 'env') return parseVariable(rest);
  if (scheme === 'file') {
    const path = rest.trim();
    return path === '' ? broken('a file reference has no path', 'write ${file:PATH}') : { kind: 'file', path };
  }
  if (separator === -1 && isVariableName(body)) {
    return broken(`\${${body}} is not a reference`, `write \${env:${body}}, or ${escape}`);
  }
  const what = /^[\w-]{1,20}$/.test(scheme)
    ? `the reference scheme "${scheme}" is not known`
    : 'this is not a reference';
  return broken(what, knownReferences);
}

function parseVariable(text: string): Reference {
  const separator = text.indexOf(':-');
  const name = separator === -1 ? text : text.slice(0, separator);
  if (!isVariableName(name))
    return broken('a reference has no valid variable name', 'write ${env:NAME} or ${env:NAME:-default}');
  return separator === -1 ? { kind: 'env', name } : { kind: 'env', name, fallback: text.slice(separator + 2) };
}

function isVariableName(name: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name);
}

function broken(message: string, hint: string): Reference {
  return { kind: 'broken', message, hint };
}
