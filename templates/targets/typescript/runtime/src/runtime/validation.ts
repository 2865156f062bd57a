/** Arguments against the schema of a tool, strictly, with errors a model can act on. */
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { log } from './log.js';
import { boundedPatterns } from './patterns.js';
import { shown } from './redaction.js';
import { isRecord } from './text.js';

/** A JSON Schema of an object. */
export type Schema = Readonly<Record<string, unknown>>;
export type Values = Readonly<Record<string, unknown>>;

const MOST_PROBLEMS = 8;
const OPTIONS = {
  strict: false,
  allErrors: true,
  verbose: true,
  validateFormats: false,
  logger: false,
  code: { regExp: boundedPatterns },
} as const;

/** What a check leaves: the arguments to pass on, and what is wrong with them. */
export interface Checked {
  readonly values: Values;
  readonly problems: readonly string[];
}

/** The compiled schema of one tool. */
export class ArgumentCheck {
  readonly #known: readonly string[];
  readonly #required: ReadonlySet<unknown>;
  readonly #validate: ValidateFunction | undefined;

  constructor(tool: string, schema: Schema) {
    const { properties, required } = schema;
    this.#known = isRecord(properties) ? Object.keys(properties) : [];
    this.#required = new Set(Array.isArray(required) ? required : []);
    this.#validate = compile(tool, schema);
  }

  /**
   * Checks arguments. An explicit null for an optional argument that cannot be null counts as left out, because models send
   * such nulls.
   */
  clean(values: Values): Checked {
    const unknown = Object.keys(values).filter((name) => !this.#known.includes(name));
    if (unknown.length > 0) {
      const known = this.#known.join(', ') || 'none';
      const names = unknown.slice(0, 3).map((name) => shown(name, 60));
      return { values, problems: names.map((name) => `unknown argument ${name}; known: ${known}`) };
    }
    const errors = this.#errors(values);
    const nulls = new Set(
      errors
        .map(({ instancePath }) => fromPointer(instancePath))
        .flatMap(([name = '', ...rest]) =>
          rest.length === 0 && values[name] === null && !this.#required.has(name) ? [name] : [],
        ),
    );
    if (nulls.size === 0) return { values, problems: problemsOf(errors) };
    const kept = Object.fromEntries(Object.entries(values).filter(([name]) => !nulls.has(name)));
    return { values: kept, problems: problemsOf(this.#errors(kept)) };
  }

  #errors(values: Values): readonly ErrorObject[] {
    if (this.#validate === undefined || this.#validate(values)) return [];
    return this.#validate.errors ?? [];
  }
}

/** Compiles a schema; patterns, then the whole, are given up when they cannot be compiled. */
function compile(tool: string, schema: Schema): ValidateFunction | undefined {
  for (const candidate of [schema, withoutPatterns(schema)]) {
    try {
      return new Ajv2020(OPTIONS).compile(candidate);
    } catch {
      log('warning', 'schema is not fully checkable', { tool });
    }
  }
  return undefined;
}

function withoutPatterns(schema: Schema): Schema {
  const text = JSON.stringify(schema, (key, value: unknown) =>
    key === 'pattern' && typeof value === 'string' ? undefined : value,
  );
  return JSON.parse(text) as Schema;
}

const fromPointer = (pointer: string): string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));

/** Branches of a union say only why they did not fit: the union itself is what is wrong. */
function problemsOf(errors: readonly ErrorObject[]): string[] {
  const unions = errors.filter(({ keyword }) => keyword === 'anyOf' || keyword === 'oneOf');
  const isInside = (error: ErrorObject): boolean =>
    unions.some((union) => union !== error && error.schemaPath.startsWith(`${union.schemaPath}/`));
  const isReferred = (error: ErrorObject): boolean =>
    unions.some(
      (union) =>
        union !== error &&
        error.schemaPath.startsWith('#/$defs/') &&
        error.instancePath.startsWith(union.instancePath),
    );
  const own = errors.filter((error) => !isInside(error) && !isReferred(error));
  return (own.length > 0 ? own : errors).slice(0, MOST_PROBLEMS).map(problemOf);
}

/** Says where, which rule, and what kind of value was given; never the value itself. */
function problemOf({ instancePath, keyword, params, data }: ErrorObject): string {
  const parts = fromPointer(instancePath);
  const place = parts.map((part) => (/^\d+$/.test(part) ? `[${part}]` : `.${part}`)).join('');
  if (keyword === 'required') {
    return `${`${place}.${String(params['missingProperty'])}`.replace(/^\./, '')}: is required`;
  }
  const where = shown(place.replace(/^\./, '') || 'arguments', 120);
  return `${where}: ${ruleOf(keyword, params)} (got ${kindOf(data)})`;
}

function ruleOf(keyword: string, params: Record<string, unknown>): string {
  const show = (value: unknown, limit: number): string => shown(JSON.stringify(value) ?? '', limit);
  switch (keyword) {
    case 'type':
      return `must be ${[params['type']].flat().join(' or ')}`;
    case 'enum':
      return `must be one of ${show(params['allowedValues'], 400)}`;
    case 'const':
      return `must be ${show(params['allowedValue'], 100)}`;
    case 'pattern':
      return `must match the pattern ${shown(String(params['pattern']), 200)}`;
    case 'anyOf':
    case 'oneOf':
      return 'fits none of the allowed forms';
    case 'additionalProperties':
    case 'unevaluatedProperties':
      return `has an unknown member: ${show(params['additionalProperty'] ?? params['unevaluatedProperty'], 200)}`;
    default:
      return `breaks the rule ${keyword} ${shown(String(params['limit'] ?? params['multipleOf'] ?? ''), 100)}`.trim();
  }
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}
