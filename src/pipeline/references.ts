/** A piece of text, or a reference in it. */
export type Piece = { kind: 'text'; text: string } | Reference;

export type Reference =
  | { kind: 'env'; name: string; fallback?: string }
  | { kind: 'file'; path: string }
  | SecretReference
  | { kind: 'broken'; message: string; hint: string };

/** What Vault is asked for: a key of what is at a path, or a part of a login that it makes for a role. */
export type SecretReference =
  | { kind: 'vault'; path: string; key: string; fallback?: string }
  | { kind: 'vault-db'; role: string; key: 'username' | 'password'; fallback?: string };

const escape = 'write $${ for a literal ${';
export const knownReferences = `known are \${env:NAME}, \${env:NAME:-default}, \${file:PATH}, \${vault:PATH#KEY} and \${vault-db:ROLE#username}; ${escape}`;

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
  if (scheme === 'vault') return parseVault(rest);
  if (scheme === 'vault-db') return parseLogin(rest);
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

/** `secret/data/cdc/postgresql#password`, the path as the API of Vault has it. */
function parseVault(text: string): Reference {
  const [, path, key, fallback] = /^([^\s#?]+)#([^\s#]+?)(?::-(.*))?$/s.exec(text) ?? [];
  if (path === undefined || key === undefined || path.startsWith('/')) {
    return broken('a reference to Vault has no path or no key', 'write ${vault:secret/data/NAME#KEY}');
  }
  return { kind: 'vault', path, key, ...(fallback === undefined ? {} : { fallback }) };
}

function parseLogin(text: string): Reference {
  const [, role, key, fallback] = /^([\w.-]+)#(username|password)(?::-(.*))?$/s.exec(text) ?? [];
  if (role === undefined || key === undefined) {
    const hint = 'write ${vault-db:ROLE#username} or ${vault-db:ROLE#password}';
    return broken('a reference to a login of Vault has no role, or neither #username nor #password', hint);
  }
  return {
    kind: 'vault-db',
    role,
    key: key as 'username' | 'password',
    ...(fallback === undefined ? {} : { fallback }),
  };
}

function isVariableName(name: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name);
}

function broken(message: string, hint: string): Reference {
  return { kind: 'broken', message, hint };
}
