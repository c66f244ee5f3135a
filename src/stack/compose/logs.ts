import { EntryFolder, type ServiceLogEntry } from '../log-entries.js';
import { type ServiceName } from '../services.js';
import { type ComposeProject, followCompose } from './compose-client.js';

/** The entries of each service's log, then, when following, the new ones of all: each is shown when the next begins. */
export async function* readContainerLogs(
  project: ComposeProject,
  { services, follow, signal }: { services: ServiceName[]; follow: boolean; signal: AbortSignal },
): AsyncGenerator<ServiceLogEntry> {
  const args = ['logs', '--no-color', ...(follow ? ['--follow'] : []), ...services];
  const folders = new Map<ServiceName, EntryFolder>();
  for await (const line of followCompose(project, { args, signal })) {
    // `connect-1     | text`
    const [, name, text] = /^([a-z]+)-\d+ +\| ?(.*)$/.exec(line) ?? [];
    if (name === undefined || text === undefined) continue;
    const service = name as ServiceName;
    const folder = folders.get(service) ?? new EntryFolder();
    folders.set(service, folder);
    const ended = folder.push(text);
    if (ended !== undefined) yield { service, ...ended };
  }
  for (const [service, folder] of folders) {
    const last = folder.end();
    if (last !== undefined) yield { service, ...last };
  }
}
