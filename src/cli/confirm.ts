import { createInterface } from 'node:readline/promises';
import { OperatorError } from '../errors.js';
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
  const prompt = createInterface({ input: context.stdin, output: context.stderr });
  try {
    const answer = await prompt.question(`${question} [y/N] `, { signal: context.signal });
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    prompt.close();
  }
}
