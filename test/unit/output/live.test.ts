import { PassThrough } from 'node:stream';
import { liveView } from '../../../src/output/live.js';
import { Output } from '../../../src/output/output.js';

function outputOn(terminal: { isTTY?: boolean; columns?: number }, format = 'table') {
  const stdout = Object.assign(new PassThrough(), terminal);
  const origin = { command: 'status', correlationId: 'none', traceId: null };
  const flags = { logFormat: 'text', quiet: false, verbose: false, color: false, interactive: false } as const;
  const options = { ...flags, origin };
  return {
    stdout,
    output: new Output({ ...options, stdout, stderr: new PassThrough(), format, now: () => new Date(0) }),
  };
}

test('a text takes the place of the one before, and no line is wider than the terminal', () => {
  const { stdout, output } = outputOn({ isTTY: true, columns: 6 });
  const show = liveView(output)!;
  show('one\ntwo and more');
  show('three');
  expect(String(stdout.read())).toBe('\u001b[0Jone\ntwo a\n\u001b[2A\u001b[0Jthree\n');
});

test.each([
  ['where stdout is no terminal', {}, 'table'],
  ['for JSON', { isTTY: true }, 'json'],
])('there is none %s', (_, terminal, format) => {
  expect(liveView(outputOn(terminal, format).output)).toBeUndefined();
});
