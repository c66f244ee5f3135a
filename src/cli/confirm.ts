import { OperatorError } from '../errors.js';
import { ask } from './ask.js';
import { type CliContext } from './context.js';

/**
 * Asks a question whose answer is no unless it is yes.
 * @throws OperatorError (invalid) off a terminal, where nobody can answer
 */
export async function confirm(context: CliContext, question: string): Promise<boolean> {
  if (context.stdin.isTTY !== true) {
    throw new OperatorError({
      kind: 'invalid',
      message: 'this needs a confirmation and there is no terminal to ask on',
      hint: 'add --yes',
    });
  }
  return /^y(es)?$/i.test(await ask(context, `${question} [y/N] `));
}
