/** The parts of a source, each made while the caller works on the one before. */
export async function* oneAhead<T>(source: AsyncGenerator<T, void>): AsyncGenerator<T> {
  let next = source.next();
  try {
    for (let part = await next; part.done !== true; part = await next) {
      next = source.next();
      // The failure of a part that nobody comes to await must not end the process.
      next.catch(() => undefined);
      yield part.value;
    }
  } finally {
    await source.return();
  }
}
