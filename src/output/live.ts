import { inert } from './inert.js';
import { type Output } from './output.js';

interface Terminal extends NodeJS.WritableStream {
  isTTY?: boolean;
  columns?: number;
}

/** Shows a text in place of the one before; undefined where stdout is no terminal, or JSON or YAML is asked for. */
export function liveView(output: Output): ((text: string) => void) | undefined {
  const stdout: Terminal = output.options.stdout;
  if (stdout.isTTY !== true || output.options.format !== 'table') return undefined;
  let shownLines = 0;
  return (text) => {
    // A line that the terminal breaks would be two: the cursor would not find the first.
    const lines = inert(text)
      .split('\n')
      .map((line) => line.slice(0, (stdout.columns ?? 80) - 1));
    const up = shownLines === 0 ? '' : `\u001b[${shownLines}A`;
    stdout.write(`${up}\u001b[0J${lines.join('\n')}\n`);
    shownLines = lines.length;
  };
}
