import { type Faker } from '@faker-js/faker';
import cassandra from 'cassandra-driver';
import { type ScalarType } from '../tables/cql-type.js';
import { asciiOnly, dateOf, type Draw, decimalOf, integerBounds, timeUuidOf } from './scalar-values.js';

const { Integer, Long } = cassandra.types;

type Rule<T> = [pattern: RegExp, draw: Draw<T>];

const oneOf =
  <T>(...values: T[]) =>
  (random: Faker) =>
    random.helpers.arrayElement(values);
const between = (min: number, max: number) => (random: Faker) => random.number.int({ min, max });

/** Rules on the name in snake case; the first that matches holds. */
const texts: Rule<string>[] = [
  [/e?mail/, (random) => random.internet.email()],
  [/first_name|given_name|forename/, (random) => random.person.firstName()],
  [/last_name|family_name|surname/, (random) => random.person.lastName()],
  [/user_?name|login|nick|handle/, (random) => random.internet.username()],
  [/company|vendor|supplier|merchant|organi[sz]ation/, (random) => random.company.name()],
  [/product|item|title/, (random) => random.commerce.productName()],
  [/file/, (random) => random.system.fileName()],
  [/(^|_)(ip|ip_address|host)s?$/, (random) => random.internet.ipv4()],
  [/phone|mobile|(^|_)(tel|fax)s?$/, (random) => random.phone.number({ style: 'international' })],
  [/street|address/, (random) => random.location.streetAddress()],
  [/country_code/, (random) => random.location.countryCode()],
  [/country|nation/, (random) => random.location.country()],
  [/city|town/, (random) => random.location.city()],
  [/region|province|county/, (random) => random.location.state()],
  [/zip|postal|postcode/, (random) => random.location.zipCode()],
  [/currency/, oneOf('EUR', 'USD', 'GBP', 'JPY', 'CHF')],
  [/language|locale/, oneOf('en', 'de', 'fr', 'es', 'ja', 'pt-BR')],
  [/status|state/, oneOf('new', 'pending', 'active', 'suspended', 'closed')],
  [/(^|_)(type|kind|level|tier|role)s?$/, oneOf('basic', 'standard', 'premium', 'internal')],
  [/description|comment|note|message|body|content|summary|bio/, (random) => random.lorem.sentence()],
  [/url|link|website|homepage/, (random) => random.internet.url()],
  [/colou?r/, (random) => random.color.human()],
  [/department|category/, (random) => random.commerce.department()],
  [/tag|label|keyword/, (random) => random.lorem.word()],
  [/sku|code|serial|reference/, (random) => random.string.alphanumeric({ length: 8, casing: 'upper' })],
  [/token|hash|secret|password/, (random) => random.string.hexadecimal({ length: 24, prefix: '' })],
  [/name/, (random) => random.person.fullName()],
];

const numbers: Rule<number>[] = [
  [/(^|_)age$/, between(18, 95)],
  [/quantity|qty|count|stock|(^|_)items?$/, between(0, 500)],
  [/price|amount|total|balance|cost|fee|salary|revenue|(^|_)(sum|tax)$/, (random) => random.number.int(500_000) / 100],
  [/percent|discount|progress/, between(0, 100)],
  [/rating|stars|score/, between(1, 5)],
  [/(^|_)lat(itude)?$/, (random) => random.location.latitude()],
  [/(^|_)(lon|lng)(gitude)?$|longitude/, (random) => random.location.longitude()],
  [/year/, between(1970, 2030)],
  [/version|revision/, between(1, 20)],
  [/(^|_)port$/, between(1024, 32_767)],
];

const dates: Rule<Date>[] = [
  [/birth|(^|_)(dob|born)/, (random) => random.date.birthdate({ mode: 'age', min: 18, max: 95 })],
  [/expire|expiry|due|until|valid_to|deadline/, (random) => random.date.soon({ days: 365 })],
  [
    /(^|_)(at|on|ts|date|time|timestamp)$|created|updated|modified|since|seen/,
    (random) => random.date.recent({ days: 90 }),
  ],
];

const conversions: Partial<Record<ScalarType, (value: number) => unknown>> = {
  tinyint: (value) => clamped(value, integerBounds.tinyint),
  smallint: (value) => clamped(value, integerBounds.smallint),
  int: Math.round,
  bigint: (value) => Long.fromNumber(Math.round(value)),
  varint: (value) => Integer.fromNumber(Math.round(value)),
  decimal: decimalOf,
  float: Math.fround,
  double: (value) => value,
};

/** Values that fit the name of a column or field, or undefined where the name says nothing about this type. */
export function namedDraw(name: string, type: ScalarType): Draw | undefined {
  const snake = name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
  const find = <T>(rules: Rule<T>[]) => rules.find(([pattern]) => pattern.test(snake))?.[1];
  switch (type) {
    case 'text':
      return find(texts);
    case 'ascii':
      return mapped(find(texts), asciiOnly);
    case 'timestamp':
      return find(dates);
    case 'date':
      return mapped(find(dates), dateOf);
    case 'timeuuid':
      return mapped(find(dates), timeUuidOf);
    default: {
      const convert = conversions[type];
      return convert === undefined ? undefined : mapped(find(numbers), convert);
    }
  }
}

function mapped<T>(draw: Draw<T> | undefined, convert: (value: T, random: Faker) => unknown): Draw | undefined {
  return draw === undefined ? undefined : (random) => convert(draw(random), random);
}

function clamped(value: number, [min, max]: readonly [number, number]): number {
  return Math.min(Math.max(Math.round(value), min), max);
}
