/**
 * Fills in the `{{name}}` of a template. A line is repeated for each line of a value in it, which keeps its indentation,
 * and left out when the value is undefined or an empty list. A line has at most one value of several lines.
 */
export function fill(
  template: string,
  values: Record<string, string | number | readonly string[] | undefined>,
): string {
  return template
    .split('\n')
    .flatMap((line) => {
      const names = [...line.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name!);
      const unknown = names.find((name) => !Object.hasOwn(values, name));
      if (unknown !== undefined) throw new Error(`the template has an unknown placeholder: ${unknown}`);
      const several = names.map((name) => values[name]).find((value) => typeof value === 'object');
      if (names.some((name) => values[name] === undefined)) return [];
      return (several ?? ['']).map((one) =>
        line.replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
          const value = values[name];
          return typeof value === 'object' ? one : String(value);
        }),
      );
    })
    .join('\n');
}
