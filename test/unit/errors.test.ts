import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, symlinkSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { fileRefusal } from '../../src/errors.js';

test('a file that the machine refuses is no bug: its path, and the reason', () => {
  const directory = mkdtempSync(join(tmpdir(), 'cdcctl-errors-'));
  const circle = join(directory, 'circle');
  symlinkSync('circle', circle);
  expect(fileRefusal(thrownBy(() => readFileSync(circle)))).toMatchObject({
    kind: 'invalid',
    resource: circle,
    message: 'too many symbolic links',
  });
  rmSync(directory, { recursive: true });
});

test('neither is a full disk', () => {
  const full = openSync('/dev/full', 'w');
  expect(fileRefusal(thrownBy(() => writeSync(full, 'x')))).toMatchObject({
    kind: 'invalid',
    resource: undefined,
    message: 'no space is left on the device',
  });
  closeSync(full);
});

test('anything else is none', () => {
  expect(fileRefusal(spawnSync(join(tmpdir(), 'no-such-program')).error)).toBeUndefined();
  expect(fileRefusal(new TypeError('x is undefined'))).toBeUndefined();
});

function thrownBy(act: () => unknown): unknown {
  try {
    return act();
  } catch (error) {
    return error;
  }
}
