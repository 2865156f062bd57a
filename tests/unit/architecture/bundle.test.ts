/** What the published bundle holds, and what its first file loads before a command has been chosen. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Metafile } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { build } from '../../../scripts/build.mjs';
import { ROOT } from './tree.js';

const MAX_ENTRY_KB = 150;
/** Each costs tens of milliseconds at start; who needs one, loads it then. */
const HEAVY = [
  'zod',
  '@clack/prompts',
  'handlebars',
  'yaml',
  'execa',
  '@modelcontextprotocol',
  'smol-toml',
  'ruff',
];

const folders = ['first', 'second'].map(() => mkdtempSync(join(tmpdir(), 'create-mcp-server-bundle-')));
let metafile: Metafile;

beforeAll(async () => {
  for (const outdir of folders) metafile = await build({ outdir });
}, 120_000);
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** The output files that are loaded with `path`, itself included. */
function closure(path: string, seen = new Set<string>()): Set<string> {
  if (seen.has(path)) return seen;
  seen.add(path);
  for (const { path: next, kind, external } of metafile.outputs[path]?.imports ?? []) {
    if (kind === 'import-statement' && external !== true) closure(next, seen);
  }
  return seen;
}

const entry = (): string => {
  const found = Object.entries(metafile.outputs).find(([, { entryPoint }]) => entryPoint === 'src/main.ts');
  if (found === undefined) throw new Error('the bundle has no entry');
  return found[0];
};

function contents(folder: string): Map<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((file) =>
    file.isFile(),
  );
  return new Map(
    entries.map((file) => [
      join(file.parentPath, file.name).slice(folder.length),
      readFileSync(join(file.parentPath, file.name), 'utf8'),
    ]),
  );
}

describe('the bundle', () => {
  it(`loads at most ${MAX_ENTRY_KB} KB before a command is chosen`, (context) => {
    const bytes = [...closure(entry())].reduce((sum, path) => sum + (metafile.outputs[path]?.bytes ?? 0), 0);
    context.annotate(`${Math.round(bytes / 1024)} KB`);
    expect(bytes).toBeLessThanOrEqual(MAX_ENTRY_KB * 1024);
  });

  it.each(HEAVY)('does not load %s before it is needed', (name) => {
    const inputs = [...closure(entry())].flatMap((path) => Object.keys(metafile.outputs[path]?.inputs ?? {}));
    expect(inputs.filter((input) => input.includes(`node_modules/${name}`))).toEqual([]);
  });

  it('is the same, byte for byte, when it is built again', () => {
    const [first, second] = folders.map(contents);
    expect(second).toEqual(first);
  });

  it('names no folder of the machine that it was built on', () => {
    const texts = [...contents(folders[0] ?? '')].filter(([, text]) => text.includes(ROOT));
    expect(texts.map(([path]) => basename(path))).toEqual([]);
  });

  it('holds all packages but the one that the package depends on', () => {
    const { dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    const external = Object.values(metafile.outputs)
      .flatMap(({ imports }) => imports)
      .filter((found) => found.external === true && !isBuiltin(found.path))
      .map(({ path }) => path);
    expect(external.filter((path) => !Object.keys(dependencies).includes(path))).toEqual([]);
  });
});
