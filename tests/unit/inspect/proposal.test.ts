import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../../src/diagnostics/types.js';
import { overlayActions } from '../../../src/inspect/difference.js';
import { overlayText, proposedActions } from '../../../src/inspect/proposal.js';
import { buildModel } from '../../../src/model/index.js';
import type { JsonValue } from '../../../src/model/types.js';
import { DEFAULT_LOAD_POLICY, loadSpec } from '../../../src/spec/index.js';
import { applyOverlays } from '../../../src/spec/overlay/apply.js';
import { readOverlay } from '../../../src/spec/overlay/read.js';
import { parseText } from '../../../src/spec/parse/parse.js';
import { Report } from '../../../src/spec/report.js';
import { memoryWorld } from '../spec/helpers.js';

/** Loads a text, with an overlay when there is one, and makes the model of it. */
async function look(text: string, overlay?: string) {
  const world = memoryWorld({ '/api.yaml': text, '/o.yaml': overlay ?? '' });
  const beside = overlay === undefined ? {} : { overlays: [{ kind: 'file' as const, path: '/o.yaml' }] };
  const loaded = await loadSpec({ kind: 'file', path: '/api.yaml' }, DEFAULT_LOAD_POLICY, world, beside);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.diagnostics));
  const built = buildModel(loaded.value, { tools: 'all' });
  if (!built.ok) throw new Error(JSON.stringify(built.diagnostics));
  return { document: loaded.value, model: built.value, found: [...loaded.diagnostics, ...built.diagnostics] };
}

const repairs = (found: readonly Diagnostic[]): string[] =>
  found.filter(({ severity }) => severity !== 'info').map(({ code }) => code);

const HEAD = `openapi: 3.0.3\ninfo: { title: A, version: '1' }\nservers: [{ url: https://a.example.com }]\n`;
const DEFECTS: readonly (readonly [string, string])[] = [
  [
    'a type that does not exist',
    "paths: { /a: { get: { parameters: [{ name: q, in: query, schema: { type: strin } }], responses: { '200': { description: ok } } } } }",
  ],
  [
    'a reference to nothing',
    "paths: { /a: { get: { responses: { '200': { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/No' } } } } } } } }",
  ],
  [
    'a path parameter that is not declared',
    "paths: { '/a/{id}': { get: { responses: { '200': { description: ok } } } } }",
  ],
  ['an operation without responses', 'paths: { /a: { get: { operationId: a } } }'],
  [
    'ids that stand twice',
    "paths: { /a: { get: { operationId: a, responses: { '200': { description: ok } } }, put: { operationId: a, responses: { '200': { description: ok } } } } }",
  ],
  [
    'a pattern with delimiters',
    "paths: { /a: { get: { parameters: [{ name: q, in: query, schema: { type: string, pattern: '/^a$/' } }], responses: { '200': { description: ok } } } } }",
  ],
  [
    'a pattern that is none',
    "paths: { /a: { get: { parameters: [{ name: q, in: query, schema: { type: string, pattern: '(' } }], responses: { '200': { description: ok } } } } }",
  ],
  [
    'a security scheme that is not defined',
    "security: [{ none: [] }]\npaths: { /a: { get: { responses: { '200': { description: ok } } } } }",
  ],
  [
    'required that is no list',
    "paths: { /a: { post: { requestBody: { content: { application/json: { schema: { type: object, required: true, properties: { b: { type: string } } } } } }, responses: { '200': { description: ok } } } } }",
  ],
];

describe('the proposed overlay', () => {
  it.each(DEFECTS)('mends %s, and nothing else changes', async (_, text) => {
    const before = await look(HEAD + text);
    expect(repairs(before.found)).not.toEqual([]);
    const actions = await proposedActions(before.document, before.model);
    const after = await look(HEAD + text, overlayText('A', actions));
    expect(repairs(after.found)).toEqual([]);
    expect(after.model.tools).toEqual(before.model.tools);
  });

  it('is empty where nothing is to be mended', async () => {
    const { document, model } = await look(
      `${HEAD}paths: { /a: { get: { operationId: a, responses: { '200': { description: ok } } } } }`,
    );
    expect(await proposedActions(document, model)).toEqual([]);
  });

  it('mends what it can of OpenAPI 2.0, in the words of 2.0', async () => {
    const text = `swagger: '2.0'\ninfo: { title: A, version: '1' }\nhost: a.example.com\nschemes: [https]\npaths: { /a: { get: { parameters: [{ name: q, in: query, type: strin }], responses: { '200': { description: ok } } } } }`;
    const before = await look(text);
    const after = await look(text, overlayText('A', await proposedActions(before.document, before.model)));
    expect([repairs(before.found).length, repairs(after.found)]).toEqual([1, []]);
  });
});

/** Values without `__proto__`, which reading takes out of a document. */
const value = fc.jsonValue({ maxDepth: 4 }).filter((one) => !JSON.stringify(one).includes('__proto__'));
const object = fc.dictionary(
  fc.string({ unit: 'binary' }).filter((key) => key !== '__proto__' && !/\p{Cc}|\p{Cs}/u.test(key)),
  value,
);

describe('the difference of two documents', () => {
  it('makes one of the other', async () => {
    await fc.assert(
      fc.asyncProperty(object, object, async (before, after) => {
        const report = new Report();
        const entry = await parseText('a.json', JSON.stringify(before), report);
        const text = overlayText('A', overlayActions(before as JsonValue, after as JsonValue));
        const file = await parseText('o.yaml', text, report);
        const overlay = file && readOverlay(file, report);
        const made = entry && overlay && applyOverlays(entry, [overlay], report);
        expect(report.diagnostics()).toEqual([]);
        expect(made?.value).toEqual(JSON.parse(JSON.stringify(after)));
      }),
      { numRuns: 300 },
    );
  });
});
