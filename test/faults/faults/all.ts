import { type Fault } from '../fault.js';
import { connectorFaults } from './connectors.js';
import { diskFaults } from './disk.js';
import { networkFaults } from './networks.js';
import { processFaults } from './processes.js';
import { snapshotFaults } from './snapshots.js';
import { statementFaults } from './statements.js';

export const allFaults: Fault[] = [
  ...processFaults,
  ...networkFaults,
  ...connectorFaults,
  ...diskFaults,
  ...statementFaults,
  ...snapshotFaults,
];
