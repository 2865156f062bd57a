/**
 * Random hand edits on real projects whose document and options change: `MERGE_PROJECTS=1000 npx vitest run
 * tests/property/manage-documents` for the long run.
 */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { isQuiet } from '../../src/manage/decide/types.js';
import { MANIFEST_PATH, type Manifest } from '../../src/manage/manifest.js';
import { defaults } from '../../src/options/resolve.js';
import type { Options } from '../../src/options/resolve.js';
import { composeProject } from '../../src/compose.js';
import { loadStages, modelOf, type Stages } from '../../src/pipeline.js';
import { again, file, regenerate, type Tree } from '../unit/manage/kit.js';
import { editText, type Step } from './manage-edits.js';

const RUNS = Number(process.env['MERGE_PROJECTS'] ?? 12);

interface Wanted {
  /** Numbers of the operations; each is the same operation wherever it occurs. */
  readonly operations: readonly number[];
  readonly wording: number;
  readonly tools: string;
  readonly preset: readonly ('stdio' | 'http')[];
}
const wanted: fc.Arbitrary<Wanted> = fc.record({
  operations: fc.uniqueArray(fc.nat({ max: 9 }), { minLength: 1, maxLength: 6 }),
  wording: fc.nat({ max: 2 }),
  tools: fc.constantFrom('all', 'all', 'dynamic', 'read-only'),
  preset: fc.constantFrom(['stdio', 'http'] as const, ['stdio'] as const),
});

function documentOf({ operations, wording }: Wanted): string {
  const paths = operations.map((n) => [
    `/thing${n}/{id}`,
    {
      get: {
        operationId: `getThing${n}`,
        tags: [`tag${n % 3}`],
        summary: n % 2 === 0 ? `Thing ${n}` : `Thing ${n} in wording ${wording}`,
        parameters: [
          { name: 'id', in: 'path', required: true, schema: { type: 'integer' } },
          ...(wording > 0 && n % 3 === 0
            ? [{ name: 'limit', in: 'query', schema: { type: 'integer', maximum: 5 + wording } }]
            : []),
        ],
        responses: {
          200: {
            description: 'fine',
            content: { 'application/json': { schema: { $ref: `#/components/schemas/T${n % 4}` } } },
          },
        },
      },
    },
  ]);
  const schemas = [0, 1, 2, 3].map((n) => [
    `T${n}`,
    {
      type: 'object',
      properties: Object.fromEntries(
        Array.from({ length: 2 + wording }, (_, i) => [`p${i}`, { type: 'string' }]),
      ),
    },
  ]);
  const info = { title: 'Things', version: `1.${wording}` };
  return JSON.stringify({
    openapi: '3.1.0',
    info,
    servers: [{ url: 'https://things.example' }],
    paths: Object.fromEntries(paths),
    components: { schemas: Object.fromEntries(schemas) },
  });
}

let stages: Stages;
beforeAll(async () => {
  stages = await loadStages();
});

async function projectOf(one: Wanted): Promise<Tree> {
  const options = { ...defaults(), tools: one.tools, transports: one.preset } as Options;
  const policy = { allowRefHosts: [], allowRefDirs: [], maxBytes: 1e6, timeoutMs: 1_000 };
  const nothing = (): Promise<never> => Promise.reject(new Error('no world'));
  const loaded = await stages.loadSpec(
    { kind: 'text', text: documentOf(one), name: 'openapi.json' },
    policy,
    {
      readFile: nothing,
      realPath: nothing,
      fetch: nothing,
    },
  );
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.diagnostics));
  const model = modelOf(loaded.value, options, stages);
  if (!model.ok) throw new Error(JSON.stringify(model.diagnostics));
  const facts = { generatorVersion: '1.0.0', languageVersion: '3.13', origin: 'openapi.json' };
  const composed = await composeProject(loaded.value, model.value, options, facts, stages);
  if (!composed.ok) throw new Error(JSON.stringify(composed.diagnostics));
  const text = new Map(composed.value.files.map(({ path, content }) => [path, content]));
  const manifest = JSON.parse(String(text.get(MANIFEST_PATH))) as Manifest;
  return Object.fromEntries(
    manifest.files.map(({ path, owner, mode }) => [path, file(text.get(path) ?? '', { owner, mode })]),
  );
}

const at = fc.nat({ max: 400 });
const step = fc.record({
  kind: fc.constantFrom('insert', 'replace', 'delete', 'append', 'block'),
  at,
}) as fc.Arbitrary<Step>;
const hand = fc.array(
  fc.record({ file: fc.nat({ max: 100 }), steps: fc.array(step, { minLength: 1, maxLength: 4 }) }),
  { minLength: 1, maxLength: 6 },
);

/** Files that change when a document does; the runtime is the same in every project. */
const concerned = (tree: Tree): string[] => Object.keys(tree).filter((path) => !path.includes('/runtime/'));

const mine = (texts: readonly string[]): string[] =>
  [...new Set(texts.flatMap((text) => text.match(/\bmine_\d+\b/g) ?? []))].sort();

describe('random edits on real projects', () => {
  it(`keeps every line of the user and settles (${RUNS} runs)`, { timeout: 3_000_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(wanted, wanted, hand, async (before, now, edits) => {
        const [old, next] = [await projectOf(before), await projectOf(now)];
        const paths = concerned(old);
        let count = 0;
        const run = regenerate(
          old,
          (disk) => {
            for (const { file: n, steps } of edits) {
              const path = paths[n % paths.length] ?? '';
              disk.write(
                path,
                editText(path, disk.text(path), steps, () => `mine_${count++}`),
              );
            }
          },
          next,
          'new',
        );
        const texts = (entries: Iterable<string>, read: (path: string) => string): string[] =>
          [...entries].map(read);
        const decode = new TextDecoder();
        const had = [...run.facts.disk.values()].map((one) =>
          one.kind === 'file' ? decode.decode(one.bytes) : '',
        );
        expect(mine(texts(run.after.entries.keys(), (path) => run.after.text(path)))).toEqual(mine(had));
        const second = again(run).decision;
        expect(second.actions.filter((one) => one.write ?? one.remove ?? one.parked)).toEqual([]);
        expect(second.actions.filter((one) => !isQuiet(one))).toEqual([]);
        for (const [path, { bytes }] of run.facts.next) {
          const place = run.action(path);
          const same =
            place !== undefined &&
            Buffer.compare(Buffer.from(run.after.text(path)), Buffer.from(bytes)) === 0;
          const edited = edits.some(({ file: n }) => paths[n % paths.length] === path);
          const owned = run.facts.next.get(path)?.owner === 'once';
          expect(same || edited || owned || place?.kind === 'merge', path).toBe(true);
        }
      }),
      { numRuns: RUNS },
    );
  });
});
