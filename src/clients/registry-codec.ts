import { setTimeout as sleep } from 'node:timers/promises';
import { SchemaRegistry, SchemaType } from '@kafkajs/confluent-schema-registry';
import avsc from 'avsc';
import { isLosslessNumber, parse, stringify } from 'lossless-json';
import { type HttpAddress, httpsAgent } from './http.js';

/**
 * Reads and writes values in the Confluent wire format (a zero byte, the id of the schema, the value in Avro) as JSON:
 * bytes in base64, numbers as `LosslessNumber`. Methods throw what the registry, the bytes or the data have against it.
 */
export interface RegistryCodec {
  decode: (bytes: Buffer) => Promise<unknown>;
  encode: (schemaId: number, json: unknown) => Promise<Buffer>;
  /** The newest schema of a subject: its id and the fields of its record. */
  newestSchema: (subject: string) => Promise<{ id: number; fields: string[] }>;
}

/** avsc refuses 64-bit integers that a number cannot hold. */
const long = avsc.types.LongType.__with({
  fromBuffer: (bytes: Buffer) => bytes.readBigInt64LE(),
  toBuffer: (value: bigint) => {
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64LE(value);
    return bytes;
  },
  fromJSON: BigInt,
  toJSON: Number,
  isValid: (value: unknown) => typeof value === 'bigint',
  compare: (a: bigint, b: bigint) => (a === b ? 0 : a < b ? -1 : 1),
});

const answerMs = 30_000;

/** @param timeoutMs what the registry may take to tell a schema; the client itself waits for ever when an answer breaks off */
export function registryCodec({ url, tls }: HttpAddress, timeoutMs = answerMs): RegistryCodec {
  const agent = url.startsWith('https:') ? { agent: httpsAgent(tls, 'spec.schemaRegistry.tls') } : {};
  const registry = new SchemaRegistry({ host: url, ...agent }, { [SchemaType.AVRO]: { registry: { long } } });
  const types = new Map<number, Promise<avsc.Type>>();
  const inTime = <T>(answer: Promise<T>): Promise<T> => {
    const late = sleep(timeoutMs, undefined, { ref: false }).then(() => {
      throw new Error(`the schema registry has not answered within ${timeoutMs / 1000} s`);
    });
    return Promise.race([answer, late]);
  };
  const typeOf = (schemaId: number): Promise<avsc.Type> => {
    const known = types.get(schemaId) ?? inTime(readType(registry, schemaId));
    types.set(schemaId, known);
    // What has failed once is asked for again.
    known.catch(() => types.delete(schemaId));
    return known;
  };
  return {
    decode: async (bytes) => {
      await typeOf(bytes.readInt32BE(1));
      return jsonOf(await registry.decode(bytes));
    },
    encode: async (schemaId, json) => registry.encode(schemaId, avroOf(await typeOf(schemaId), json)),
    newestSchema: async (subject) => {
      const id = await inTime(registry.getLatestSchemaId(subject));
      if (!Number.isSafeInteger(id)) throw new Error(`the registry tells no id of the newest schema of ${subject}`);
      const type = await typeOf(id);
      if (type.typeName !== 'record') throw new Error(`schema ${id} of the registry is no record`);
      return { id, fields: (type as avsc.types.RecordType).fields.map(({ name }) => name) };
    },
  };
}

async function readType(registry: SchemaRegistry, schemaId: number): Promise<avsc.Type> {
  try {
    return (await registry.getSchema(schemaId)) as unknown as avsc.Type;
  } catch (error) {
    // With a status it is the registry that has refused; else the parser has stumbled over what it got.
    if (error instanceof Error && 'status' in error) throw error;
    throw new Error(`schema ${schemaId} of the registry is no Avro schema`, { cause: error });
  }
}

function jsonOf(data: unknown): unknown {
  return parse(stringify(data, (_, value: unknown) => (Buffer.isBuffer(value) ? value.toString('base64') : value))!);
}

/** JSON → what avsc takes for a type. What does not fit stays as it is, for avsc to name. */
function avroOf(type: avsc.Type, json: unknown): unknown {
  if (json === undefined || json === null) return null;
  switch (type.typeName) {
    case 'union:unwrapped': {
      const { types } = type as avsc.types.UnwrappedUnionType;
      const values = types.map((branch) => ({ branch, value: avroOf(branch, json) }));
      return values.find(({ branch, value }) => branch.isValid(value))?.value ?? json;
    }
    case 'record': {
      const { fields } = type as avsc.types.RecordType;
      const given = json as Record<string, unknown>;
      return Object.fromEntries(fields.map((field) => [field.name, avroOf(field.type, given[field.name])]));
    }
    case 'array':
      return Array.isArray(json) ? json.map((item) => avroOf((type as avsc.types.ArrayType).itemsType, item)) : json;
    case 'map': {
      const values = (type as unknown as { valuesType: avsc.Type }).valuesType;
      return Object.fromEntries(Object.entries(json).map(([key, value]) => [key, avroOf(values, value)]));
    }
    case 'bytes':
      return typeof json === 'string' ? Buffer.from(json, 'base64') : json;
    case 'abstract:long':
      return bigintOf(json) ?? json;
    case 'int':
    case 'float':
    case 'double':
      // Connect's JSON has NaN and the infinities as text.
      return isLosslessNumber(json) || typeof json === 'string' ? Number(json) : json;
    default:
      return json;
  }
}

function bigintOf(json: unknown): bigint | undefined {
  const text = isLosslessNumber(json) ? json.value : typeof json === 'number' ? String(json) : '';
  return /^-?\d+$/.test(text) ? BigInt(text) : undefined;
}
