import { existsSync } from 'node:fs';
import { OperatorError } from '../../errors.js';
import { type ProgressListener } from '../../progress.js';
import { readCredential } from '../credentials.js';
import { type StackPaths } from '../directory.js';
import { type NativeContext } from '../native/native-service.js';
import { ensureRunning } from '../native/runner.js';
import { addressOf, type ServiceName, services } from '../services.js';
import { type StackState } from '../state.js';
import { withVaultSetup } from '../vault-setup.js';
import { certificatesAreGood, issueCertificates } from './certificates.js';
import { identityFile } from './files.js';

export interface CertificateOptions {
  paths: StackPaths;
  state: StackState;
  javaHome: string;
  contextOf: (name: ServiceName) => NativeContext;
  /** Whether the stack can run Vault, which issues them. */
  isThere: boolean;
  onProgress: ProgressListener;
  signal: AbortSignal;
}

/** Certificates come from Vault, which gets its own from itself: it runs without one until then, and is restarted. */
export async function ensureCertificates(options: CertificateOptions): Promise<void> {
  const { paths, state, javaHome, contextOf, onProgress, signal } = options;
  if (certificatesAreGood(paths, Date.now())) return;
  if (!options.isThere) {
    throw new OperatorError({
      kind: 'invalid',
      message: 'the certificates of the local stack come from its Vault server, which cannot be installed here',
      hint: 'install Python with pip (apt-get install python3-pip), and run cdcctl up --tls again',
    });
  }
  const tls = existsSync(identityFile(paths, 'vault'));
  const url = `${tls ? 'https' : 'http'}://${addressOf('vault', state.ports)}`;
  const usual = contextOf('vault');
  const address = tls ? usual.addresses.vault : { url };
  const context = { ...usual, tls, addresses: { ...usual.addresses, vault: address } };
  await ensureRunning({ service: services.vault, context, state, onProgress, signal });
  await withVaultSetup(address, paths, (vault) =>
    issueCertificates(vault, { paths, javaHome, password: readCredential(paths, 'store-password') }),
  );
  onProgress({ step: 'certificates', status: 'done', detail: `issued by Vault, in ${paths.tls}` });
}
