import process from 'node:process';
import { shared } from './jest.config.js';

/**
 * Integration tests share one native stack, which the global setup starts; they run one file at a time. With
 * CDCCTL_TEST_TLS=1 the stack has TLS and logins, and its own tests run in place of the guide, which is for a plain stack;
 * with CDCCTL_TEST_LONG=1 also those that take more than CI has time for; with CDCCTL_TEST_RUNTIME=compose that of the image.
 */
const left = [
  ...(process.env.CDCCTL_TEST_TLS === '1' ? ['/integration/guide/'] : ['/integration/tls/']),
  ...(process.env.CDCCTL_TEST_RUNTIME === 'compose' ? [] : ['/integration/image/']),
  ...(process.env.CDCCTL_TEST_LONG === '1'
    ? []
    : [
        '/integration/agent/',
        '/integration/guide/',
        '/integration/lag/under-load',
        '/integration/package/',
        '/integration/operate/logins',
        '/integration/tls/rights',
      ]),
];

export default {
  ...shared,
  roots: ['<rootDir>/test/integration'],
  globalSetup: '<rootDir>/test/support/stack-setup.ts',
  globalTeardown: '<rootDir>/test/support/stack-teardown.ts',
  testPathIgnorePatterns: left,
  maxWorkers: 1,
  // Clients of systems that were killed in a test may still be trying to reconnect.
  forceExit: true,
  testTimeout: 120_000,
};
