import { OperatorError } from '../errors.js';

export const operations = ['inserts', 'updates', 'deletes', 'partition-deletes'] as const;
export type Operation = (typeof operations)[number];

/** Weights of the kinds of statements; only their proportions count. */
export type OperationMix = Record<Operation, number>;

export const defaultMix: OperationMix = { inserts: 50, updates: 40, deletes: 10, 'partition-deletes': 0 };

/**
 * Parses `inserts=50,updates=40,deletes=10`; what is left out has no weight.
 * @throws OperatorError (invalid)
 */
export function parseMix(text: string): OperationMix {
  const mix: OperationMix = { inserts: 0, updates: 0, deletes: 0, 'partition-deletes': 0 };
  for (const part of text.split(',')) {
    const [name = '', weight = '', ...rest] = part.split('=').map((word) => word.trim());
    if (!isOperation(name)) throw invalidMix(text, `unknown kind of statement ${JSON.stringify(name)}`);
    if (!/^\d+(\.\d+)?$/.test(weight) || rest.length > 0) {
      throw invalidMix(text, `the weight of ${name} must be a number that is not negative`);
    }
    mix[name] = Number(weight);
  }
  const sum = operations.reduce((total, name) => total + mix[name], 0);
  if (sum === 0) throw invalidMix(text, 'at least one weight must be greater than 0');
  if (!Number.isFinite(sum)) throw invalidMix(text, 'the weights are too large');
  return mix;
}

/** The operation at `point`, 0 ≤ point < 1, when all are laid side by side by weight. */
export function pickOperation(mix: OperationMix, point: number): Operation {
  const weighted = operations.filter((name) => mix[name] > 0);
  let left = point * weighted.reduce((total, name) => total + mix[name], 0);
  return weighted.find((name) => (left -= mix[name]) < 0) ?? weighted.at(-1) ?? 'inserts';
}

function isOperation(name: string): name is Operation {
  return (operations as readonly string[]).includes(name);
}

function invalidMix(text: string, problem: string): OperatorError {
  return new OperatorError({
    kind: 'invalid',
    resource: `mix ${text}`,
    message: problem,
    hint: `give weights such as inserts=50,updates=40,deletes=10; kinds are ${operations.join(', ')}`,
  });
}
