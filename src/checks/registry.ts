import { type Check, ok, warn } from '../check.js';
import { type RegistryClient } from '../clients/registry.js';
import { type RenderedPipeline } from '../render/rendered.js';

/** The compatibility levels of the subjects that are there. */
export async function checkSubjects(registry: RegistryClient, { subjects }: RenderedPipeline): Promise<Check[]> {
  const fallback = await registry.globalCompatibility();
  return Promise.all(
    subjects.map(async ({ name, compatibility }) => {
      const check = `subject ${name}`;
      if ((await registry.latestSchema(name)) === undefined)
        return ok(check, 'not there yet: the first event makes it');
      const level = (await registry.compatibility(name)) ?? fallback;
      return level === compatibility
        ? ok(check, `compatibility ${level}`)
        : warn(check, `compatibility ${level}, the definition says ${compatibility}`, 'cdcctl deploy sets it');
    }),
  );
}
