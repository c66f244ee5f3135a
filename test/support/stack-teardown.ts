/** Stops and removes the stack that the setup started; one that was there before is left alone. */
export default function tearDownStack(): void {
  globalThis.removeStackOfTests?.();
}
