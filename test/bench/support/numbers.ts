/** @throws Error that names the option */
export function positive(option: string, text: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 1) throw new Error(`${option} takes a positive integer, not ${text}`);
  return number;
}
