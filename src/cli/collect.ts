/** Gathers the values of a repeatable option; for commander's argParser. */
export function collect(value: string, previous: string[] = []): string[] {
  return [...previous, value];
}
