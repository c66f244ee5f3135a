import { parseDotEnv } from '../../../src/pipeline/dotenv.js';

test.each([
  ['A=b', 'b'],
  ['A = b ', 'b'],
  ['export A=b', 'b'],
  ['A=', ''],
  ['A=b # comment', 'b'],
  ['A=# comment', ''],
  ['A=b#c', 'b#c'],
  ["A='b # $c \\n' # comment", 'b # $c \\n'],
  ['A="b # \\"c\\" \\$d \\\\ \\n"', 'b # "c" $d \\ \n'],
  ['A=b=c', 'b=c'],
  ['\uFEFFA=b\r', 'b'],
  ['A=first\nA=second', 'second'],
])('%p', (text, value) => {
  expect(parseDotEnv('.env', text)).toEqual({ variables: { A: value }, problems: [] });
});

test('comments and empty lines are skipped', () => {
  expect(parseDotEnv('.env', '\n  # A=b\n\n')).toEqual({ variables: {}, problems: [] });
});

test.each(['secret', '=secret', '1A=secret', 'A="secret', "A='secret", 'A="secret" more'])(
  '%s is refused without being quoted',
  (line) => {
    const { variables, problems } = parseDotEnv('.env', `# first\n${line}`);
    expect(variables).toEqual({});
    expect(problems).toMatchObject([{ place: { file: '.env', line: 2, column: 1 } }]);
    expect(JSON.stringify(problems)).not.toContain('secret');
  },
);
