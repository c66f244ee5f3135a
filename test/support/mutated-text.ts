import { randomNumbers } from './random-numbers.js';

const characters = [
  ...'{}[]:,"\'\\ \n\t0-.eaA',
  '\r',
  '\0',
  '\uFEFF',
  'é',
  '😀',
  '\uFFFD',
  '\u001B[2J',
  '1e999',
  'null',
];

/** A text that was cut off, or has something else in it here and there; the same for the same seed. */
export function mutatedText(seed: number, original: string): string {
  const random = randomNumbers(seed);
  const pick = <T>(from: readonly T[]): T => from[random(from.length)]!;
  let text = original;
  for (let left = pick([1, 1, 2, 5]); left > 0; left--) {
    const at = random(text.length + 1);
    if (random(6) === 0) text = text.slice(0, at);
    else text = text.slice(0, at) + pick(['', ...characters]) + text.slice(at + pick([0, 0, 1, 1, 5, 50]));
  }
  return text;
}

/** Bytes of which some are others, are missing, or come twice; the same for the same seed. */
export function mutatedBytes(seed: number, original: Buffer): Buffer {
  const random = randomNumbers(seed);
  const pick = <T>(from: readonly T[]): T => from[random(from.length)]!;
  let bytes = Buffer.from(original);
  for (let left = pick([1, 1, 2, 5, 20]); left > 0; left--) {
    const at = random(bytes.length + 1);
    const length = pick([0, 1, 1, 2, 4, 8]);
    const put = Buffer.from(
      Array.from({ length: pick([0, length, length, 4]) }, () => pick([0, 1, 0x7f, 0x80, 0xff, random(256)])),
    );
    bytes =
      random(8) === 0
        ? bytes.subarray(0, at)
        : Buffer.concat([bytes.subarray(0, at), put, bytes.subarray(at + length)]);
  }
  return bytes;
}
