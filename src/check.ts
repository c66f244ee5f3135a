/** One thing that was looked at, and what came of it. */
export interface Check {
  name: string;
  /** `warn`: it works, and somebody should know. */
  result: 'ok' | 'warn' | 'fail';
  what: string;
  hint?: string;
}

export function ok(name: string, what: string): Check {
  return { name, result: 'ok', what };
}

export function warn(name: string, what: string, hint?: string): Check {
  return { name, result: 'warn', what, ...(hint === undefined ? {} : { hint }) };
}

export function fail(name: string, what: string, hint?: string): Check {
  return { name, result: 'fail', what, ...(hint === undefined ? {} : { hint }) };
}
