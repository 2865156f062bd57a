/** An existing Python server becomes a project. Reading and rewriting are data in, data out; nothing of the source is run here. */
import type { Staged } from '../diagnostics/types.js';
import type { Target } from '../plan/types.js';
import type { Finding, RenderPlan } from '../stages.js';
import type { OutputFile } from '../write/project.js';
import { type NewCode, newCode } from './code.js';
import { carriedDependencies, type Dependency } from './dependencies.js';
import { parse as parseToml } from 'smol-toml';
import { mendLint } from './lint/index.js';
import { ownTests } from './own-tests.js';
import { polish } from './polish.js';
import { projectFacts } from './project.js';
import { migratedManifest, renderMigrated } from './record.js';
import { type PythonServer, readServer } from './read.js';
import { annotate } from './typing/index.js';
import type { SourceTree } from './types.js';

export { readSource } from './source.js';
export type { PythonServer } from './read.js';
export type { SourceTree } from './types.js';

export interface MigrateWish {
  readonly slug?: string;
  readonly languageVersion: string;
  readonly generatorVersion: string;
  readonly args: readonly string[];
  /** Names of variables that the user knows it to need. */
  readonly env: readonly string[];
}

export interface Migrated {
  readonly server: PythonServer;
  readonly code: NewCode;
  readonly dependencies: readonly Dependency[];
  readonly files: readonly OutputFile[];
  /** What the linter says of the carried code after its safe fixes. */
  readonly findings: readonly Finding[];
  /** Files of the source that have no place in the new project. */
  readonly left: readonly string[];
  /** The source's own tests: those that came along, and why others did not. */
  readonly tests: CarriedTests;
}

export interface CarriedTests {
  /** Old path → new path. */
  readonly moved: ReadonlyMap<string, string>;
  readonly findings: readonly Finding[];
}

const SAFE_PATH = /^(?!.*(^|\/)\.{1,2}(\/|$))[A-Za-z0-9._/-]{1,200}$/;
const LICENCE = /^(LICEN[CS]E|COPYING|NOTICE)([.-][A-Za-z0-9]+)?$/i;

/** Makes the new project in memory. Errors are located in the source; nothing is written. */
export async function migrate(
  source: SourceTree,
  wish: MigrateWish,
  render: RenderPlan,
  target: Target,
): Promise<Staged<Migrated>> {
  const read = await readServer(source, wish.slug);
  if (!read.ok) return read;
  const server = read.value;
  const code = newCode(server, `mcp-${server.slug}`);
  if (!code.ok) return code;
  const { layout, declared } = server;
  const local = new Set(layout.modules.map(({ oldName }) => oldName.split('.')[0] ?? ''));
  const carried = layout.modules.map(({ facts }) => facts);
  const dependencies = carriedDependencies(declared, carried, local);
  const facts = projectFacts({ server, code: code.value, dependencies, args: wish.args, env: wish.env });
  const rendered = await renderMigrated(facts, wish, render, target);
  if (!rendered.ok) return rendered;
  const copies = copiedFiles(server);
  const { tool } = parseToml(rendered.value.get('pyproject.toml')?.text ?? '') as {
    tool?: { ruff?: object };
  };
  const clean = polish(code.value.files, tool?.ruff ?? {});
  const typed = await annotate(clean.files);
  const polished = polish(await mendLint(typed, tool?.ruff ?? {}), tool?.ruff ?? {});
  const files: OutputFile[] = [...rendered.value.values()].map(({ path, text, mode }) => ({
    path,
    content: text,
    mode,
  }));
  files.push(...[...polished.files].map(([path, content]) => ({ path, content, mode: 0o644 })));
  const tests = await carriedTests(server, code.value.naming, tool?.ruff ?? {});
  files.push(...tests.files);
  const used = new Set([
    ...tests.moved.keys(),
    ...carried.map(({ path }) => path),
    ...copies.keys(),
    ...declared.files,
  ]);
  const left = [...source.files.keys()].filter((path) => !used.has(path));
  const recorded = await migratedManifest(rendered.value, polished.files, facts, wish);
  const copied = [...copies.values()].filter(({ path }) => !rendered.value.has(path));
  const all = [...files, ...copied, ...recorded];
  return {
    ok: true,
    value: { server, code: code.value, dependencies, files: all, left, findings: polished.findings, tests },
    diagnostics: [],
  };
}

/** Tests that the linter of the project has nothing to say of; `make lint` must not fail because of what was carried over. */
async function carriedTests(
  server: PythonServer,
  naming: NewCode['naming'],
  ruff: object,
): Promise<CarriedTests & { readonly files: readonly OutputFile[] }> {
  const own = await ownTests(server, naming);
  const { files, findings } = polish(own.files, ruff);
  const wrong = new Set(findings.map(({ file }) => file));
  const isCarried = (path: string): boolean => SAFE_PATH.test(path) && !wrong.has(path);
  return {
    moved: new Map([...own.moved].filter(([, to]) => isCarried(to))),
    findings: [...findings],
    files: [...files]
      .filter(([path]) => isCarried(path))
      .map(([path, content]) => ({ path, content, mode: 0o644 })),
  };
}

/** Data of the package and licences, byte for byte: old path → file. */
function copiedFiles({ source, layout }: PythonServer): Map<string, OutputFile> {
  const found = new Map<string, OutputFile>();
  for (const [path, bytes] of source.files) {
    const to = layout.data.get(path) ?? (LICENCE.test(path) ? path : undefined);
    if (to !== undefined && SAFE_PATH.test(to)) found.set(path, { path: to, content: bytes, mode: 0o644 });
  }
  return found;
}
