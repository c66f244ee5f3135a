import { type ServiceName, services } from './services.js';

/**
 * Runs `work` for the services, which stand in an order in which they can be started, each as soon as its dependencies are done. The first failure stops the others through
 * the signal they get, and is thrown when all have ended.
 */
export async function inDependencyOrder(
  { names, signal }: { names: ServiceName[]; signal: AbortSignal },
  work: (name: ServiceName, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const failed = new AbortController();
  const stop = AbortSignal.any([signal, failed.signal]);
  const running = new Map<ServiceName, Promise<void>>();
  for (const name of names) {
    const dependencies = services[name].dependencies.map((dependency) => running.get(dependency) ?? Promise.resolve());
    const run = Promise.all(dependencies).then(() => work(name, stop));
    run.catch((error: unknown) => failed.abort(error));
    running.set(name, run);
  }
  await Promise.allSettled(running.values());
  if (failed.signal.aborted) throw failed.signal.reason;
}
