import unit from './jest.config.js';
import integration from './jest.integration.config.js';

// What is for the whole run, and not for a project of it.
const { randomize, maxWorkers: _unitWorkers, ...unitProject } = unit;
const { randomize: _, maxWorkers, forceExit, testTimeout, ...integrationProject } = integration;

/** Unit and integration tests in one run, of which together the lines are counted that no test comes to. */
export default {
  randomize,
  maxWorkers,
  forceExit,
  testTimeout,
  projects: [unitProject, integrationProject],
  collectCoverage: true,
  // It counts statements, not the lines of a file, and takes less time than V8's.
  coverageProvider: 'babel',
  collectCoverageFrom: ['src/**/*.ts'],
  coverageReporters: ['text-summary', 'json-summary', 'html'],
  coverageThreshold: { global: { lines: 80 } },
};
