import { shared } from './jest.config.js';

/** Integration tests share one native stack, which the global setup starts; they run one file at a time. */
export default {
  ...shared,
  roots: ['<rootDir>/test/integration'],
  globalSetup: '<rootDir>/test/support/stack-setup.ts',
  globalTeardown: '<rootDir>/test/support/stack-teardown.ts',
  maxWorkers: 1,
  testTimeout: 120_000,
};
