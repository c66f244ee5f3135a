import { OperatorError } from '../errors.js';
import { findCompose } from './compose/compose-client.js';
import { findJava } from './native/java.js';
import { requirePlatform } from './native/platform.js';
import { type Runtime } from './state.js';

export interface RuntimeChoice {
  runtime: Runtime;
  /** For people. */
  why: string;
}

export interface RuntimeQuestion {
  /** What was asked for. */
  asked?: Runtime | undefined;
  /** What the stack has run in before. */
  known?: Runtime | undefined;
  env: Record<string, string | undefined>;
}

/**
 * What a stack runs in: what was asked for, what it has run in, processes where the machine can do that, else containers.
 * @throws OperatorError (invalid) where another one was asked for than the stack has, or where nothing is possible.
 */
export async function chooseRuntime({ asked, known, env }: RuntimeQuestion): Promise<RuntimeChoice> {
  if (known !== undefined) {
    if (asked === undefined || asked === known) return { runtime: known, why: 'as before' };
    throw new OperatorError({
      kind: 'invalid',
      message: `this stack runs with the runtime ${known}, and its data are there`,
      hint: 'remove it first: cdcctl down --volumes; or start another one in another directory',
    });
  }
  if (asked !== undefined) return { runtime: asked, why: 'as asked' };
  const obstacle = await nativeObstacle(env);
  if (obstacle === undefined) return { runtime: 'native', why: 'this machine has what processes need' };
  const compose = await findCompose(env);
  if (typeof compose !== 'string') return { runtime: 'compose', why: obstacle.message };
  throw new OperatorError({
    kind: 'invalid',
    message: `${obstacle.message}; and as containers it cannot run either: ${compose}`,
    hint: obstacle.hint ?? 'docs/local-stack.md',
  });
}

/** What stands in the way of processes. */
async function nativeObstacle(env: Record<string, string | undefined>): Promise<OperatorError | undefined> {
  try {
    requirePlatform();
    await findJava(env);
    return undefined;
  } catch (error) {
    if (error instanceof OperatorError) return error;
    throw error;
  }
}
