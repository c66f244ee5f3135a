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

export function registryCodec({ url, tls }: HttpAddress): RegistryCodec {
  const agent = url.startsWith('https:') ? { agent: httpsAgent(tls, 'spec.schemaRegistry.tls') } : {};
  const registry = new SchemaRegistry({ host: url, ...agent }, { [SchemaType.AVRO]: { registry: { long } } });
  const typeOf = async (schemaId: number) => (await registry.getSchema(schemaId)) as unknown as avsc.Type;
  return {
    decode: async (bytes) => jsonOf(await registry.decode(bytes)),
    encode: async (schemaId, json) => registry.encode(schemaId, avroOf(await typeOf(schemaId), json)),
    newestSchema: async (subject) => {
      const id = await registry.getLatestSchemaId(subject);
      const { fields } = (await typeOf(id)) as avsc.types.RecordType;
      return { id, fields: fields.map(({ name }) => name) };
    },
  };
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
