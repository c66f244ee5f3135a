import { createSign, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type VaultSettings } from '../../../src/pipeline/pipeline.js';
import { type SecretReference } from '../../../src/pipeline/references.js';
import { readSecrets } from '../../../src/secrets/read-secrets.js';
import { VaultSessions } from '../../../src/secrets/vault-sessions.js';
import { type DevVault, startDevVault } from '../../support/dev-vault.js';

let vault: DevVault;
let sessions: VaultSessions;
let directory: string;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'cdcctl-secrets-'));
  vault = await startDevVault();
  await vault.root.write('secret/data/cdc/pg', {
    data: { username: 'writer', password: 's3cr3t', port: 5432, nested: {} },
  });
  await vault.root.write('sys/mounts/old', { type: 'kv', options: { version: '1' } });
  await vault.root.write('old/pg', { password: 'of version 1' });
  await vault.root.write('sys/policies/acl/reader', {
    policy: 'path "secret/data/cdc/*" { capabilities = ["read"] }',
  });
});
afterAll(async () => {
  await vault.close();
  rmSync(directory, { recursive: true });
});
beforeEach(() => (sessions = new VaultSessions()));
afterEach(() => sessions.close());

function settings(auth: VaultSettings['auth'], address = vault.url): VaultSettings {
  return { address, auth, databaseMount: 'database' };
}

async function read(reference: Omit<Extract<SecretReference, { kind: 'vault' }>, 'kind'>, from?: VaultSettings) {
  const where = from ?? settings({ token: vault.rootToken });
  const asked: SecretReference = { kind: 'vault', ...reference };
  return (await readSecrets(await sessions.of(where), where, [asked]))(asked);
}

async function tokenWith(policies: string[], ttl = '1h'): Promise<string> {
  const { data } = await vault.root.read('auth/token/lookup-self');
  expect(data.policies).toEqual(['root']);
  const answer = await fetch(`${vault.url}/v1/auth/token/create`, {
    method: 'POST',
    headers: { 'X-Vault-Token': vault.rootToken },
    body: JSON.stringify({ policies, ttl, explicit_max_ttl: ttl }),
  });
  return ((await answer.json()) as { auth: { client_token: string } }).auth.client_token;
}

test.each([
  ['a key', { path: 'secret/data/cdc/pg', key: 'password' }, 's3cr3t'],
  ['a number', { path: 'secret/data/cdc/pg', key: 'port' }, '5432'],
  ['a key of an engine of version 1', { path: 'old/pg', key: 'password' }, 'of version 1'],
  ['a key that is there, in spite of a default', { path: 'old/pg', key: 'password', fallback: 'x' }, 'of version 1'],
  ['the default of a path that is not there', { path: 'secret/data/none', key: 'a', fallback: 'x' }, 'x'],
  ['the default of a key that is not there', { path: 'secret/data/cdc/pg', key: 'a', fallback: '' }, ''],
])('%s is found', async (_, reference, value) => {
  expect(await read(reference)).toBe(value);
});

test('a path that is not there is named, with the form of paths', async () => {
  await expect(read({ path: 'secret/cdc/none', key: 'a' })).rejects.toMatchObject({
    kind: 'unauthorised',
    resource: `${vault.url}/v1/secret/cdc/none`,
    hint: expect.stringContaining('data/') as string,
  });
});

test('a version that was deleted is no value', async () => {
  await vault.root.write('secret/data/cdc/gone', { data: { a: 'gone' } });
  await vault.root.write('secret/delete/cdc/gone', { versions: [1] });
  await expect(read({ path: 'secret/data/cdc/gone', key: 'a' })).rejects.toMatchObject({ kind: 'unauthorised' });
});

test.each(['passwort', 'constructor'])('the key %s is missing, and the keys that are there are named', async (key) => {
  await expect(read({ path: 'secret/data/cdc/pg', key })).rejects.toMatchObject({
    kind: 'unauthorised',
    message: `there is no key ${key}`,
    hint: 'it has the keys nested, password, port, username',
  });
});

test('a key that holds a mapping is no text', async () => {
  await expect(read({ path: 'secret/data/cdc/pg', key: 'nested' })).rejects.toMatchObject({
    message: 'the key nested holds no text',
  });
});

test('what the policy does not allow is told apart from a token that is over', async () => {
  const token = await tokenWith(['reader']);
  expect(await read({ path: 'secret/data/cdc/pg', key: 'username' }, settings({ token }))).toBe('writer');
  await expect(read({ path: 'secret/data/other', key: 'a', fallback: 'x' }, settings({ token }))).rejects.toMatchObject(
    {
      kind: 'unauthorised',
      message: 'Vault refuses to read this: permission denied',
    },
  );
  const short = settings({ token: await tokenWith(['reader'], '1s') });
  await new Promise((resolve) => setTimeout(resolve, 1500));
  await expect(read({ path: 'secret/data/cdc/pg', key: 'username' }, short)).rejects.toMatchObject({
    kind: 'unauthorised',
    message: 'the token of Vault is not valid, or not any more',
  });
});

test('a token of the environment is not taken in place of the one that is given', async () => {
  process.env.VAULT_TOKEN = vault.rootToken;
  try {
    await expect(read({ path: 'old/pg', key: 'password' }, settings({ token: 'none' }))).rejects.toMatchObject({
      kind: 'unauthorised',
    });
  } finally {
    delete process.env.VAULT_TOKEN;
  }
});

test('a token that was given is not revoked', async () => {
  const token = await tokenWith(['reader']);
  await read({ path: 'secret/data/cdc/pg', key: 'username' }, settings({ token }));
  await sessions.close();
  expect(await read({ path: 'secret/data/cdc/pg', key: 'username' }, settings({ token }))).toBe('writer');
});

test('a token of a login ends with the session', async () => {
  await vault.root.write('sys/auth/approle', { type: 'approle' });
  await vault.root.write('auth/approle/role/app', { token_policies: ['reader'] });
  await vault.root.write('auth/approle/role/app/role-id', { role_id: 'app' });
  await vault.root.write('auth/approle/role/app/custom-secret-id', { secret_id: 'secret-id-of-app' });
  const where = settings({ appRole: { roleId: 'app', secretId: 'secret-id-of-app', mount: 'approle' } });
  expect(await read({ path: 'secret/data/cdc/pg', key: 'username' }, where)).toBe('writer');
  const session = await sessions.of(where);
  await sessions.close();
  await expect(session.read('secret/data/cdc/pg')).rejects.toMatchObject({ kind: 'unauthorised' });
  const wrong = settings({ appRole: { roleId: 'app', secretId: 'wrong', mount: 'approle' } });
  await expect(read({ path: 'secret/data/cdc/pg', key: 'username' }, wrong)).rejects.toMatchObject({
    kind: 'unauthorised',
    message: 'Vault refused the login: invalid role or secret ID',
  });
});

/** The login of pods is the JWT login with another check of the token, which only a cluster can do. */
test('the token of a service account is read from its file', async () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  await vault.root.write('sys/auth/kubernetes', { type: 'jwt' });
  await vault.root.write('auth/kubernetes/config', {
    jwt_validation_pubkeys: [publicKey.export({ type: 'spki', format: 'pem' })],
  });
  await vault.root.write('auth/kubernetes/role/pod', {
    role_type: 'jwt',
    bound_audiences: ['vault'],
    user_claim: 'sub',
    token_policies: ['reader'],
  });
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const now = Math.floor(Date.now() / 1000);
  const body = `${part({ alg: 'RS256' })}.${part({ sub: 'pod', aud: 'vault', iat: now, exp: now + 300 })}`;
  const tokenFile = join(directory, 'token');
  writeFileSync(tokenFile, `${body}.${createSign('RSA-SHA256').update(body).sign(privateKey, 'base64url')}\n`);
  const where = settings({ kubernetes: { role: 'pod', tokenFile, mount: 'kubernetes' } });
  expect(await read({ path: 'secret/data/cdc/pg', key: 'username' }, where)).toBe('writer');
  const nowhere = settings({ kubernetes: { role: 'pod', tokenFile: `${tokenFile}s`, mount: 'kubernetes' } });
  await expect(read({ path: 'secret/data/cdc/pg', key: 'username' }, nowhere)).rejects.toMatchObject({
    resource: `${tokenFile}s`,
    hint: 'check spec.secrets.vault.auth.kubernetes.tokenFile',
  });
});

test('paths and logins are those of the namespace', async () => {
  await vault.root.write('sys/namespaces/team', {});
  const where = { ...settings({ token: vault.rootToken }), namespace: 'team' };
  const inNamespace = await sessions.of(where);
  await inNamespace.write('sys/mounts/kv', { type: 'kv' });
  await inNamespace.write('kv/pg', { password: 'of the team' });
  expect(await read({ path: 'kv/pg', key: 'password' }, where)).toBe('of the team');
  await expect(read({ path: 'kv/pg', key: 'password' })).rejects.toMatchObject({ kind: 'unauthorised' });
});

describe('while Vault does not answer', () => {
  const reference = { path: 'secret/data/cdc/pg', key: 'password', fallback: 'never taken' };
  let where: VaultSettings;
  beforeEach(async () => {
    where = settings({ token: await tokenWith(['reader']) });
  });

  test('a sealed one is told from one that is down, and read again when it is unsealed', async () => {
    await vault.seal();
    try {
      await expect(read(reference, where)).rejects.toMatchObject({ kind: 'unreachable', message: 'Vault is sealed' });
    } finally {
      await vault.unseal();
    }
    expect(await read({ path: 'secret/data/cdc/pg', key: 'password' })).toBe('s3cr3t');
  });

  test('one that is down is named, without a default in its place', async () => {
    const down = settings({ token: 'x' }, 'http://127.0.0.1:9');
    await expect(read(reference, down)).rejects.toMatchObject({
      kind: 'unreachable',
      resource: 'http://127.0.0.1:9',
      message: 'cannot reach Vault: connect ECONNREFUSED 127.0.0.1:9 (ECONNREFUSED)',
    });
  });

  test('a request that is cut off is made again', async () => {
    const { server, address, cutOff } = await brokenProxy(vault.url, 2);
    try {
      expect(await read(reference, { ...where, address })).toBe('s3cr3t');
      expect(cutOff()).toBe(2);
    } finally {
      server.close();
    }
  });
});

/** Cuts the first connections off, then passes them on: a fault that Vault itself cannot be asked to have. */
async function brokenProxy(target: string, failures: number) {
  const { connect } = await import('node:net');
  let cut = 0;
  const server: Server = createServer((socket) => {
    socket.on('error', () => undefined);
    if (cut < failures) {
      cut += 1;
      socket.destroy();
      return;
    }
    const upstream = connect(Number(new URL(target).port), '127.0.0.1');
    upstream.on('error', () => undefined);
    socket.pipe(upstream).pipe(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return { server, address: `http://127.0.0.1:${port}`, cutOff: () => cut };
}
