import { readdirSync } from 'node:fs';
import { renderComposeFiles } from '../../../src/stack/compose/rendered-files.js';
import { expectGenerated } from '../../support/generated/generated-file.js';

const files = renderComposeFiles();

test.each(Object.entries(files))(
  'compose/generated/%s is the configuration of the native stack',
  async (name, text) => {
    await expectGenerated(`compose/generated/${name}`, text);
  },
);

test('nothing else is there', () => {
  expect(readdirSync('compose/generated').toSorted()).toEqual(Object.keys(files).toSorted());
});
