import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { findProgram } from '../../src/stack/find-program.js';

/** The browser of this machine, without a window. */
export async function openBrowser(): Promise<Browser> {
  const executablePath = findProgram(process.env.PATH, ['chromium', 'chromium-browser', 'google-chrome']);
  if (executablePath === undefined) throw new Error('no browser is on PATH: apt-get install chromium');
  return chromium.launch({ executablePath, args: ['--no-sandbox'] });
}

/** Where pictures of pages go: CDCCTL_TEST_ARTIFACTS, else a directory for temporary files. */
export function pictureDirectory(): string {
  const given = process.env.CDCCTL_TEST_ARTIFACTS;
  if (given === undefined) return mkdtempSync(join(tmpdir(), 'cdcctl-pages-'));
  mkdirSync(given, { recursive: true });
  return given;
}
