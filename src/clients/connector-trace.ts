/** The first line of a stack trace, which is the exception with its message. */
export function firstLineOf(trace: string | undefined): string | undefined {
  return trace?.split('\n').find((line) => line.trim() !== '');
}

/** The last cause that a stack trace tells; undefined where it has none. */
export function lastCause(trace: string | undefined): string | undefined {
  const line = trace?.split('\n').findLast((one) => one.startsWith('Caused by: '));
  return line?.replace('Caused by: ', '');
}
