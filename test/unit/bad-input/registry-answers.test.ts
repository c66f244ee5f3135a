import { registryCodec } from '../../../src/clients/registry-codec.js';
import { RegistryClient } from '../../../src/clients/registry.js';
import { decodePayload, valueOfEvent } from '../../../src/dead-letters/payload.js';
import { checkCompatibility } from '../../../src/deploy/schema/compatibility.js';
import { messageOf, OperatorError } from '../../../src/errors.js';
import { forEachSeed, isWhole } from '../../support/bad-input.js';
import { type BadServer, startBadServer } from '../../support/bad-server.js';
import { mutatedBytes } from '../../support/mutated-text.js';
import { mutatedJson } from '../../support/mutated-json.js';
import { usersOfShop } from '../../support/users-of-shop.js';

const { pipeline, table } = usersOfShop();
const fields = ['id_value', 'id_deletion_ts', 'id_set', 'email_value', 'tags_value', '__op'].map((name) => ({
  name,
  type: ['null', name.endsWith('_ts') ? 'long' : name.endsWith('_set') ? 'boolean' : 'string'],
  default: null,
}));
const list = { name: 'list', type: ['null', { type: 'array', items: 'null' }], default: null };
const map = { name: 'map', type: ['null', { type: 'map', values: 'long' }], default: null };
const schema = { type: 'record', name: 'Value', namespace: 'cdc', fields: [...fields, list, map] };

let server: BadServer;
/** What is registered; a schema that is wrong itself comes in an answer that is right. */
let registered = JSON.stringify(schema);
beforeAll(async () => {
  server = await startBadServer(({ url = '' }) => {
    if (url.startsWith('/config')) return { compatibilityLevel: 'FULL' };
    if (url.startsWith('/compatibility')) return { is_compatible: true };
    return { subject: 'cdc-events-users-value', version: 1, id: 7, schema: registered };
  });
});
afterAll(() => server.close());
beforeEach(() => {
  server.behave(0);
  registered = JSON.stringify(schema);
});

const codecOf = () => registryCodec({ url: server.url }, 500);
/** What replay-dlq and dlq tell of a letter that cannot be read or sent. */
const inWords = (message = '') => new OperatorError({ kind: 'partial', message });

const subject = 'cdc-events-users-value';
const questions: ((client: RegistryClient) => Promise<unknown>)[] = [
  async (client) => (await client.compatibility(subject))?.trim(),
  async (client) => (await client.globalCompatibility()).trim(),
  (client) => checkCompatibility(client, pipeline, table),
  (client) => client.setCompatibility(subject, 'FULL'),
  (client) => client.deleteSubject(subject),
];

test('what the registry answers is taken, or refused with its reason', async () => {
  const client = new RegistryClient({ url: server.url });
  await checkCompatibility(client, pipeline, table);
  const { taken, refused } = await forEachSeed(async (seed) => {
    server.behave(seed);
    await questions[seed % questions.length]!(client);
  });
  if (isWhole) expect(Math.min(taken, refused)).toBeGreaterThan(50);
}, 60_000);

test('a schema of any shape is compared, or refused with its reason', async () => {
  const client = new RegistryClient({ url: server.url });
  const { taken, refused } = await forEachSeed(async (seed) => {
    registered = mutatedJson(seed, schema);
    await checkCompatibility(client, pipeline, table);
  });
  if (isWhole) expect(Math.min(taken, refused)).toBeGreaterThan(50);
}, 60_000);

test('a value is read by the schema that it names, or shown as bytes with the reason', async () => {
  const event = '{"id":{"value":"1","deletion_ts":null,"set":true},"email":{"value":"a@b"},"__op":"u"}';
  const bytes = await valueOfEvent(codecOf(), { subject, event });
  expect(await decodePayload(codecOf(), bytes)).toMatchObject({ schemaId: 7, data: { id_value: '1', __op: 'u' } });
  const codec = codecOf();
  await decodePayload(codec, bytes);
  // Only the payload: the head is the id of the schema.
  const { taken, refused } = await forEachSeed(async (seed) => {
    const mutated = Buffer.concat([bytes.subarray(0, 5), mutatedBytes(seed, bytes.subarray(5))]);
    const payload = await decodePayload(codec, mutated);
    if (payload !== null && 'problem' in payload) throw inWords(payload.problem);
  });
  if (isWhole) expect(Math.min(taken, refused)).toBeGreaterThan(50);
}, 60_000);

test('an event is made a value of the newest schema, or refused with the reason', async () => {
  await forEachSeed(
    async (seed) => {
      registered = mutatedJson(seed, schema);
      const event = mutatedJson(seed + 1, { id: { value: '1', set: true }, email: { value: 'a@b' }, __op: 'u' });
      try {
        await valueOfEvent(codecOf(), { subject, event });
      } catch (error) {
        throw inWords(messageOf(error));
      }
    },
    { share: 0.2 },
  );
}, 60_000);

test('an answer that breaks off is not waited for for ever', async () => {
  const broken = await startBadServer(() => ({}));
  broken.breakOff();
  const codec = registryCodec({ url: broken.url }, 300);
  const payload = await decodePayload(codec, Buffer.from([0, 0, 0, 0, 7, 2]));
  expect(payload).toMatchObject({ schemaId: 7, problem: 'the schema registry has not answered within 0.3 s' });
  broken.close();
});
