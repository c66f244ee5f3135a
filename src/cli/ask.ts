import { createInterface } from 'node:readline/promises';
import { inert } from '../output/inert.js';
import { type CliContext } from './context.js';

/** Asks a question on the terminal; the answer is trimmed. */
export async function ask(context: CliContext, question: string): Promise<string> {
  const prompt = createInterface({ input: context.stdin, output: context.stderr });
  try {
    return (await prompt.question(inert(question), { signal: context.signal })).trim();
  } finally {
    prompt.close();
  }
}
