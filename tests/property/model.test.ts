/** What holds for every document: names, schemas that admit their samples, and the same model for the same content. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NameScope, shortenWords, toWords } from '../../src/escape/names/index.js';
import { isObject } from '../../src/model/json.js';
import { fits } from '../../src/model/schema/validate.js';
import type { JsonObject, JsonSchema, JsonValue, ServiceModel } from '../../src/model/types.js';
import { plainText } from '../../src/model/words/plain-text.js';
import type { KnownName } from '../../src/stages.js';
import { build, document } from '../unit/model/build.js';

const name = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom(
    'id',
    'Id',
    'ID',
    'i-d',
    'class',
    'self',
    '',
    '__proto__',
    'constructor',
    'größe',
    '宠物',
    'body',
    'a'.repeat(80),
  ),
);
const COMPONENTS = ['Pet', 'pet', 'Owner', 'a.b'];

/** Schemas of all kinds, right and wrong, nested a little. */
const { schema } = fc.letrec<{ schema: JsonValue; leaf: JsonValue }>((tie) => ({
  leaf: fc.oneof(
    fc.constantFrom<JsonValue[]>(
      { type: 'string' },
      { type: 'string', pattern: '^[a-z]{2,4}$' },
      { type: 'integer', minimum: 3, maximum: 9, nullable: true },
      { type: 'string', enum: ['a', 'b'] },
      { type: 'string', format: 'date-time' },
      { type: 'strnig' },
      { type: 'integer', enum: ['x'] },
      { type: 'string', readOnly: true },
      true,
      {},
    ),
    fc
      .constantFrom(...COMPONENTS)
      .map((component): JsonValue => ({ $ref: `#/components/schemas/${component}` })),
  ),
  schema: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    tie('leaf'),
    fc.record({ type: fc.constant('array'), items: tie('schema') }) as fc.Arbitrary<JsonValue>,
    fc.tuple(fc.dictionary(name, tie('schema'), { maxKeys: 4 }), fc.boolean()).map(
      ([properties, all]): JsonValue => ({
        type: 'object',
        properties,
        required: all ? Object.keys(properties) : [],
      }),
    ),
    fc.array(tie('schema'), { minLength: 1, maxLength: 3 }).map((list): JsonValue => ({ oneOf: list })),
    fc.array(tie('schema'), { minLength: 1, maxLength: 2 }).map((list): JsonValue => ({ allOf: list })),
  ),
}));

const parameter = fc.record({
  name,
  in: fc.constantFrom('query', 'header', 'cookie'),
  required: fc.boolean(),
  schema,
});
const operation = fc.record(
  {
    operationId: name,
    summary: fc.string(),
    parameters: fc.array(parameter, { maxLength: 5 }),
    body: schema,
    required: fc.boolean(),
  },
  { requiredKeys: ['parameters'] },
);
const api = fc
  .tuple(
    fc.array(fc.tuple(name, operation), { minLength: 1, maxLength: 6 }),
    fc.tuple(schema, schema, schema, schema),
  )
  .map(([operations, components]): JsonObject => {
    const paths = operations.map(([path, { body, required, ...rest }], index): [string, JsonValue] => {
      const requestBody =
        body === undefined
          ? {}
          : {
              requestBody: { required: required ?? false, content: { 'application/json': { schema: body } } },
            };
      return [
        `/${encodeURIComponent(path.replace(/\p{Surrogate}/gu, ''))}${index}`,
        { post: { ...rest, ...requestBody, responses: {} } as JsonObject },
      ];
    });
    const schemas = Object.fromEntries(
      COMPONENTS.map((component, index) => [component, components[index] ?? {}]),
    );
    return document({ paths: Object.fromEntries(paths), components: { schemas } });
  });

const followIn =
  (root: JsonSchema) =>
  (ref: string): JsonSchema | boolean => {
    const defs = root['$defs'];
    const found = isObject(defs) ? defs[ref.slice('#/$defs/'.length)] : undefined;
    return isObject(found) || typeof found === 'boolean' ? found : false;
  };

describe('every model', () => {
  const holds = (property: (model: ServiceModel) => void): void => {
    fc.assert(
      fc.property(api, (root) => property(build(root).model)),
      { numRuns: 60 },
    );
  };

  it('has unique names of the agreed alphabet', () => {
    holds((model) => {
      const names = model.tools.map((tool) => tool.name);
      expect(new Set(names).size).toBe(names.length);
      for (const tool of names) expect(tool).toMatch(/^[a-z][a-z0-9_]{0,47}$/);
      for (const tool of model.tools) {
        const list = tool.arguments.map((argument) => argument.name);
        expect(new Set(list).size).toBe(list.length);
        for (const argument of list) expect(argument).toMatch(/^[a-z_][a-z0-9_]{0,63}$/);
      }
      const types = model.types.map((type) => type.id);
      expect(new Set(types).size).toBe(types.length);
    });
  });

  it('has one property per argument, and no definition that is missing or unused', () => {
    holds((model) => {
      for (const { inputSchema, arguments: list } of model.tools) {
        expect(Object.keys(inputSchema['properties'] ?? {}).sort()).toEqual(
          list.map((argument) => argument.name).sort(),
        );
        const text = JSON.stringify(inputSchema);
        const used = new Set(
          [...text.matchAll(/"\$ref":"#\/\$defs\/([A-Za-z0-9_]+)"/g)].map((match) => match[1]),
        );
        expect(Object.keys(inputSchema['$defs'] ?? {}).sort()).toEqual([...used].sort());
      }
    });
  });

  it('has samples that fit', () => {
    holds((model) => {
      for (const { inputSchema, arguments: list } of model.tools) {
        const given = list.filter((argument) => argument.sample !== undefined);
        if (given.length < list.length) continue;
        const value = Object.fromEntries(given.map((argument) => [argument.name, argument.sample ?? null]));
        expect(fits(inputSchema, value, followIn(inputSchema))).toBe(true);
      }
    });
  });

  it('refers to types that it has', () => {
    holds((model) => {
      const ids = new Set(model.types.map((type) => type.id));
      for (const [, id] of JSON.stringify([model.types, model.operations]).matchAll(
        /"kind":"ref","id":"([^"]+)"/g,
      )) {
        expect(ids).toContain(id);
      }
    });
  });

  it('is the same for the same document, and its tools for any order of components', () => {
    fc.assert(
      fc.property(api, (root) => {
        const again = structuredClone(root);
        expect(JSON.stringify(build(again).model)).toBe(JSON.stringify(build(root).model));
        const { components } = again;
        const schemas = isObject(components) && isObject(components['schemas']) ? components['schemas'] : {};
        const shuffled = {
          ...again,
          components: { schemas: Object.fromEntries(Object.entries(schemas).reverse()) },
        };
        expect(JSON.stringify(build(shuffled).model)).toBe(JSON.stringify(build(root).model));
      }),
      { numRuns: 40 },
    );
  });
});

/** Few names and paths, so that they get into each other's way; each operation has a path of its own. */
const crowd = fc
  .uniqueArray(
    fc.record({
      path: fc.constantFrom(
        '/a',
        '/a/{b}',
        '/a/{b}/c',
        '/a/c',
        '/A',
        '/a-c',
        '/x/{b}/c',
        '/x/c',
        '/{a}/c',
        '/a/{b}/',
      ),
      id: fc.constantFrom(
        undefined,
        'getA',
        'get_a',
        'GetA',
        'getAByB',
        'getAC',
        'list',
        'get',
        'a'.repeat(60),
      ),
    }),
    { selector: ({ path }) => path, minLength: 2 },
  )
  .chain((operations) =>
    fc.record({
      operations: fc.constant(operations),
      old: fc.array(fc.boolean(), { minLength: operations.length, maxLength: operations.length }),
    }),
  );
type Crowd = { readonly path: string; readonly id: string | undefined }[];
const crowded = (operations: Crowd, known: readonly KnownName[] = []): ServiceModel =>
  build(
    document({
      paths: Object.fromEntries(
        operations.map(({ path, id }) => [
          path,
          { get: { ...(id === undefined ? {} : { operationId: id }), responses: {} } },
        ]),
      ),
    }),
    { known },
  ).model;
const namesByPath = ({ operations }: ServiceModel): Map<string, string> =>
  new Map(operations.map(({ path, id }) => [path.spec, id]));

describe('a document that gains operations', () => {
  it('keeps the names that its callers know, wherever the new ones stand', () => {
    fc.assert(
      fc.property(crowd, ({ operations, old }) => {
        const before = operations.filter((_, index) => old[index]);
        fc.pre(before.length > 0);
        const was = namesByPath(crowded(before));
        const known = before.map(({ path, id }) => ({
          ...{ id: was.get(path) ?? '', method: 'GET', path },
          ...(id === undefined ? {} : { operationId: id }),
        }));
        const is = namesByPath(crowded(operations, known));
        for (const [path, name] of was) expect(is.get(path)).toBe(name);
        expect(new Set(is.values()).size).toBe(operations.length);
      }),
    );
  });

  it('keeps all names where the new ones stand at its end', () => {
    fc.assert(
      fc.property(crowd, fc.nat(), ({ operations }, cut) => {
        const before = operations.slice(0, 1 + (cut % operations.length));
        const is = namesByPath(crowded(operations));
        for (const [path, name] of namesByPath(crowded(before))) expect(is.get(path)).toBe(name);
      }),
    );
  });
});

describe('every name', () => {
  it('splits into words of lower-case ASCII', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        for (const word of toWords(text)) expect(word).toMatch(/^[a-z0-9]+$/);
      }),
    );
  });

  it('shortens to what it may have', () => {
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[a-z0-9]{1,30}$/), { minLength: 1 }),
        fc.integer({ min: 3, max: 60 }),
        (words, max) => {
          const short = shortenWords(words, max).join('_');
          expect(short.length).toBeLessThanOrEqual(max);
          expect(short).not.toBe('');
        },
      ),
    );
  });

  it('is claimed once', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z_0-9]{1,12}$/)), (names) => {
        const scope = new NameScope();
        const claimed = names.map((one) => scope.claim(one, 14));
        expect(new Set(claimed).size).toBe(names.length);
      }),
    );
  });
});

describe('every text', () => {
  it('becomes plain without invisible characters, and stays as it is the second time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(plainText(text)).not.toMatch(/[^\P{Cc}\n]|\p{Cf}/u);
      }),
    );
  });
});
