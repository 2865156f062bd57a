/** Arguments for calls, from the schemas that the original lists. */

type Json = Readonly<Record<string, unknown>>;
const record = (value: unknown): Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};

const MAX_DEPTH = 6;

/** Texts that programs take for what the name says; the first that fits. */
const BY_NAME: readonly (readonly [RegExp, string])[] = [
  [/(^|_)end_?(date|time|day)|(date|time)_?(to|end)$/i, '2024-01-31'],
  [/timestamp|datetime/i, '2024-01-15T10:00:00Z'],
  [/date|(^|_)(day|since|until)$/i, '2024-01-15'],
  [/^months?$/i, '2024-01'],
  [/time_?zone/i, 'UTC'],
  [/time$/i, '10:00'],
  [/ur[il]s?$|link|href|website/i, 'https://page.test/article'],
  [/e?mail/i, 'somebody@example.com'],
  [/(^|_)ip(_?addr.*)?$/i, '192.0.2.7'],
  [/country(_?code)?$/i, 'US'],
  [/(^|_)(symbol|ticker)s?$/i, 'AAPL'],
  [/(file|path|folder|dir(ectory)?)(_?name)?$/i, 'sample.md'],
  [/expression|formula/i, '1 + 2'],
  [/(^|_)(lat(itude)?)$/i, '47.4'],
  [/(^|_)(lon|lng|longitude)$/i, '8.5'],
];

const BY_FORMAT: Readonly<Record<string, string>> = {
  date: '2024-01-15',
  'date-time': '2024-01-15T10:00:00Z',
  time: '10:00:00',
  uri: 'https://page.test/article',
  email: 'somebody@example.com',
  uuid: '123e4567-e89b-42d3-a456-426614174000',
  ipv4: '192.0.2.7',
};

/** The arguments of a tool: those that it requires, or all. */
export function sampleArguments(schema: unknown, variant: 'required' | 'all'): Record<string, unknown> {
  const root = record(schema);
  const required = new Set(Array.isArray(root['required']) ? root['required'] : []);
  const properties = Object.entries(record(root['properties']));
  const wanted = properties.filter(([name]) => variant === 'all' || required.has(name));
  return Object.fromEntries(wanted.map(([name, one]) => [name, sampleOf(one, name, root, 0)]));
}

/** A text for a variable of a URI, or for the argument of a prompt. */
export const sampleText = (name: string): string =>
  BY_NAME.find(([pattern]) => pattern.test(name))?.[1] ?? `a ${name.replaceAll('_', ' ')}`;

function sampleOf(value: unknown, name: string, root: Json, depth: number): unknown {
  const schema = followed(record(value), root);
  if (depth > MAX_DEPTH) return null;
  const { const: constant, enum: choices, examples } = schema;
  if (constant !== undefined) return constant;
  if (Array.isArray(choices)) return choices[0];
  if (Array.isArray(examples) && examples.length > 0) return examples[0];
  const branch = branchOf(schema, root);
  if (branch !== undefined) return sampleOf(branch, name, root, depth + 1);
  switch (typeOf(schema)) {
    case 'integer':
    case 'number':
      return numberOf(schema, name);
    case 'boolean':
      return schema['default'] !== true;
    case 'array': {
      const one = sampleOf(schema['items'] ?? {}, name.replace(/s$/, ''), root, depth + 1);
      return Array.from({ length: Math.max(1, Math.min(Number(schema['minItems'] ?? 1), 5)) }, () => one);
    }
    case 'object':
      return Object.fromEntries(
        Object.entries(record(schema['properties'])).map(([key, one]) => [
          key,
          sampleOf(one, key, root, depth + 1),
        ]),
      );
    case 'null':
      return null;
    default:
      return textOf(schema, name);
  }
}

function followed(schema: Json, root: Json): Json {
  const reference = schema['$ref'];
  if (typeof reference !== 'string') return schema;
  const found = reference
    .replace(/^#\/?/, '')
    .split('/')
    .reduce<unknown>((at, part) => record(at)[part], root);
  return {
    ...record(found),
    ...Object.fromEntries(Object.entries(schema).filter(([key]) => key !== '$ref')),
  };
}

/** The first branch that is not null. */
function branchOf(schema: Json, root: Json): Json | undefined {
  const branches = [schema['anyOf'], schema['oneOf'], schema['allOf']].find(Array.isArray);
  return branches?.map((one) => followed(record(one), root)).find((one) => one['type'] !== 'null');
}

function typeOf(schema: Json): unknown {
  const type = schema['type'];
  if (Array.isArray(type)) return type.find((one) => one !== 'null');
  return type ?? (schema['properties'] === undefined ? 'string' : 'object');
}

function numberOf(schema: Json, name: string): number {
  const integer = typeOf(schema) === 'integer';
  const hint = /^-?[\d.]+$/.exec(sampleText(name))?.[0];
  const low = Number(schema['minimum'] ?? Number(schema['exclusiveMinimum'] ?? -1e9) + 1);
  const high = Number(schema['maximum'] ?? Number(schema['exclusiveMaximum'] ?? 1e9) - 1);
  const wished = hint !== undefined && !integer ? Number(hint) : 3;
  return Math.min(Math.max(wished, low), high);
}

function textOf(schema: Json, name: string): string {
  const format = BY_FORMAT[String(schema['format'])];
  if (format !== undefined) return format;
  const text = sampleText(name);
  const high = Number(schema['maxLength'] ?? 10_000);
  return text.padEnd(Number(schema['minLength'] ?? 0), 'x').slice(0, high);
}
