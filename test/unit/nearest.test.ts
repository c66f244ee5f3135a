import { nearest } from '../../src/nearest.js';

const fields = ['contactPoints', 'localDataCenter', 'keyspace', 'username', 'password'];

test.each([
  ['contact_points', 'contactPoints'],
  ['Contact-Points', 'contactPoints'],
  ['contactPoint', 'contactPoints'],
  ['keyspce', 'keyspace'],
  ['pasword', 'password'],
  ['user', 'username'],

  ['zebra', undefined],
  ['', undefined],
  ['x'.repeat(1000), undefined],
])('%s → %s', (word, expected) => {
  expect(nearest(word, fields)).toBe(expected);
});
