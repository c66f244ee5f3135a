import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { transformSync } from '@swc/core';
import { writeAtomically } from '../../src/atomic-file.js';

/** More with KILLED_WRITES=200. */
const kills = Number(process.env.KILLED_WRITES ?? 8);

let directory: string;
let file: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'cdcctl-atomic-'));
  file = join(directory, 'record.json');
});
afterEach(() => rmSync(directory, { recursive: true }));

/** A process that replaces the file again and again, each time by a content that tells whether it is whole. */
function writer(): ChildProcess {
  const source = readFileSync(join(import.meta.dirname, '../../src/atomic-file.ts'), 'utf8');
  const { code } = transformSync(source, { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' } });
  writeFileSync(join(directory, 'atomic-file.mjs'), code);
  const script = `import { writeAtomically } from ${JSON.stringify(join(directory, 'atomic-file.mjs'))};
    for (let n = 0; ; n++) {
      const words = String(n).repeat(1 + (n * 7919) % 40_000);
      writeAtomically({ file: ${JSON.stringify(file)}, content: JSON.stringify({ n, words, end: n }), mode: 0o600 });
      if (n === 0) process.stdout.write('begun');
    }`;
  return spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
}

test('whoever is killed while a file is written leaves the old one or the new one, never a part or none', async () => {
  const seen = new Set<number>();
  for (let killed = 0; killed < kills; killed++) {
    const child = writer();
    await once(child.stdout!, 'data');
    // At another moment each time.
    await sleep((killed * 7) % 50);
    child.kill('SIGKILL');
    await once(child, 'exit');
    const { n, words, end } = JSON.parse(readFileSync(file, 'utf8')) as { n: number; words: string; end: number };
    expect([end, words]).toEqual([n, String(n).repeat(1 + ((n * 7919) % 40_000))]);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    seen.add(n);
  }
  expect(seen.size).toBeGreaterThan(1);
}, 60_000);

test('a content of megabytes is written whole, and nothing else is left', () => {
  const content = 'é'.repeat(3_000_000);
  writeAtomically({ file, content, mode: 0o644 });
  expect(readFileSync(file, 'utf8')).toBe(content);
  expect(readdirSync(directory)).toEqual(['record.json']);
});

test('where a file cannot be replaced, nothing is left of the attempt', () => {
  mkdirSync(file);
  expect(() => writeAtomically({ file, content: 'x', mode: 0o644 })).toThrow(/EISDIR/);
  expect(readdirSync(directory)).toEqual(['record.json']);
});
