import { type Check, fail } from '../check.js';
import { OperatorError } from '../errors.js';

/** What `look` finds; a failure that an operator can act on is a check that fails, and the others go on. */
export async function attempt(name: string, look: () => Promise<Check[]>): Promise<Check[]> {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof OperatorError) || error.kind === 'interrupted') throw error;
    const where = error.resource === undefined ? '' : `${error.resource}: `;
    return [fail(name, `${where}${error.message}`, error.hint)];
  }
}
