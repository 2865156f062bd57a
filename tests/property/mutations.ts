/** Real documents, damaged: nodes dropped, swapped, retyped, renamed, repeated; texts replaced; bytes changed. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { parse } from 'yaml';
import { hostileText } from '../unit/escape/hostile.js';

const FOLDER = 'tests/fixtures/specs';
type Tree = Record<string, unknown>;

/** Every fixture of one file, as text and as data. */
export const fixtures: readonly { readonly name: string; readonly text: string; readonly root: Tree }[] =
  readdirSync(FOLDER, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => {
      const text = readFileSync(join(FOLDER, name), 'utf8');
      return { name, text, root: parse(text) as Tree };
    });

/** What a node may become instead of what it is. */
const STRANGE: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1e308,
  9007199254740991,
  '',
  ' ',
  'object',
  'x'.repeat(20_000),
  [],
  [null],
  [[]],
  {},
  { '': {} },
  { $ref: '#' },
  { $ref: '#/components' },
  { $ref: '#/paths' },
  { $ref: '#/components/schemas/Nope' },
  { $ref: '../../etc/passwd' },
  { $ref: 'http://127.0.0.1/x' },
  { type: ['object', 'null'], properties: { a: {} } },
  { allOf: [{ $ref: '#' }, false] },
  { enum: [{}, [], null, 1, '1'] },
];
const KEYS: readonly string[] = [
  '__proto__',
  'constructor',
  'l',
  'toString',
  '',
  '$ref',
  'type',
  'items',
  'properties',
  'schema',
  'in',
  'name',
  'parameters',
  'allOf',
  'x-'.repeat(500),
  '/{a}/{a}',
  'default',
];

export const mutation = fc.record({
  how: fc.constantFrom('drop', 'swap', 'retype', 'rename', 'repeat', 'text'),
  at: fc.nat(),
  other: fc.nat(),
  strange: fc.constantFrom(...STRANGE),
  key: fc.oneof(fc.constantFrom(...KEYS), hostileText),
});
type Mutation = typeof mutation extends fc.Arbitrary<infer T> ? T : never;

interface Slot {
  readonly owner: Tree;
  readonly key: string;
}

/** Every member of every object and list. */
function slots(root: Tree): Slot[] {
  const found: Slot[] = [];
  const open: unknown[] = [root];
  for (let owner = open.pop(); owner !== undefined; owner = open.pop()) {
    for (const key of Object.keys(owner as Tree)) {
      found.push({ owner: owner as Tree, key });
      const value = (owner as Tree)[key];
      if (typeof value === 'object' && value !== null) open.push(value);
    }
  }
  return found;
}

/** Defines, so that `__proto__` becomes a member like any other. */
const put = (owner: Tree, key: string, value: unknown): void =>
  void Object.defineProperty(owner, key, { value, enumerable: true, configurable: true, writable: true });

function take({ owner, key }: Slot): void {
  if (Array.isArray(owner)) owner.splice(Number(key), 1);
  else delete owner[key];
}

function mutate(root: Tree, { how, at, other, strange, key }: Mutation): void {
  const all = slots(root);
  const slot = all[at % Math.max(1, all.length)];
  const second = all[other % Math.max(1, all.length)];
  if (slot === undefined || second === undefined) return;
  const value = structuredClone(slot.owner[slot.key]);
  if (how === 'drop') take(slot);
  if (how === 'retype') put(slot.owner, slot.key, structuredClone(strange));
  if (how === 'text') put(slot.owner, slot.key, key);
  if (how === 'repeat') put(second.owner, second.key, value);
  if (how === 'swap') {
    put(slot.owner, slot.key, structuredClone(second.owner[second.key]));
    put(second.owner, second.key, value);
  }
  if (how === 'rename') {
    take(slot);
    if (Array.isArray(slot.owner)) slot.owner.push(value);
    else put(slot.owner, key, value);
  }
}

/** The JSON of a damaged document. */
const damagedTree = fc
  .tuple(fc.nat(fixtures.length - 1), fc.array(mutation, { minLength: 1, maxLength: 6 }))
  .map(([index, mutations]) => {
    const root = structuredClone(fixtures[index]?.root ?? {});
    for (const one of mutations) mutate(root, one);
    return new TextEncoder().encode(JSON.stringify(root));
  });

/** The bytes of a document, some of them replaced, inserted or missing. */
const damagedBytes = fc
  .tuple(
    fc.nat(fixtures.length - 1),
    fc.array(fc.tuple(fc.nat(), fc.nat(3), fc.uint8Array({ maxLength: 4 })), { minLength: 1, maxLength: 6 }),
  )
  .map(([index, cuts]) => {
    let bytes = Buffer.from(fixtures[index]?.text ?? '');
    for (const [at, gone, added] of cuts) {
      const from = at % (bytes.length + 1);
      bytes = Buffer.concat([bytes.subarray(0, from), added, bytes.subarray(from + gone)]);
    }
    return new Uint8Array(bytes);
  });

export const damagedDocument: fc.Arbitrary<Uint8Array> = fc.oneof(
  { weight: 4, arbitrary: damagedTree },
  { weight: 1, arbitrary: damagedBytes },
);
