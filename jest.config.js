/** What unit and integration tests share. Unit tests need nothing but Node. */
export const shared = {
  randomize: true,
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'es6' } },
    ],
  },
  testEnvironment: 'node',
};

export default {
  ...shared,
  // By default Jest leaves one processor idle, which of two is half.
  maxWorkers: '100%',
  roots: ['<rootDir>/src', '<rootDir>/test/unit', '<rootDir>/test/golden'],
};
