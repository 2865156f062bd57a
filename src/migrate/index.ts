/** An existing Python server becomes a project. Reading and rewriting are data in, data out; nothing of the source is run here. */
import type { Staged } from '../diagnostics/types.js';
import type { RenderedTree, Target } from '../plan/types.js';
import type { Finding, RenderPlan } from '../stages.js';
import type { OutputFile } from '../write/project.js';
import { ASYNC_CACHE } from './client/caches.js';
import { type Extraction, extractClient } from './client/index.js';
import { type NewCode, newCode } from './code.js';
import { carriedDependencies, type Dependency, distributionName } from './dependencies.js';
import { parse as parseToml } from 'smol-toml';
import { mendLint } from './lint/index.js';
import { withoutSilencers } from './lint/silencers.js';
import { findBothSpellings } from './lint/spelled.js';
import { makeModels, type Models } from './models/index.js';
import { type OwnTests, ownTests } from './own-tests.js';
import { polish } from './polish.js';
import { developmentOf, type ProjectFacts, packageOf, projectFacts } from './project.js';
import { migratedManifest, renderMigrated } from './record.js';
import { type PythonServer, readServer } from './read.js';
import { completeTools } from './tools/index.js';
import { annotate, declareReexports } from './typing/index.js';
import type { TypeFinding } from './typing/repair/findings.js';
import type { Settled } from './typing/settle.js';
import { keepWrapped } from './typing/wrapped.js';
import { extractVendor } from './vendor/index.js';
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
  /** Why HTTP calls must stay as they are; absent when they may move to `api_client.py`. */
  readonly keepHttp?: string;
}

export interface Migrated {
  readonly server: PythonServer;
  readonly code: NewCode;
  /** Those of the source; `api_client.py` may take the place of one of them. */
  readonly dependencies: readonly Dependency[];
  readonly http: Extraction;
  /** What the shape of the new project asks for, and the code did not get, with reasons. */
  readonly shape: { readonly tools: readonly string[]; readonly models: Omit<Models, 'files'> };
  readonly files: readonly OutputFile[];
  /** What the linter says of the carried code after its safe fixes. */
  readonly findings: readonly Finding[];
  /** What the type checker says of it; absent when there was none to ask. */
  readonly types?: readonly TypeFinding[];
  /** Distributions that it needs and that have no wheel. */
  readonly built?: readonly string[];
  /** Coroutines that the source forgot to await. */
  readonly forgotten?: readonly string[];
  /** Files of the source that have no place in the new project. */
  readonly left: readonly string[];
  /** The source's own tests: those that came along, and why others did not. */
  readonly tests: CarriedTests;
}

export interface CarriedTests {
  /** Old path → new path. */
  readonly moved: ReadonlyMap<string, string>;
  /** New path → why a test cannot follow its program to `api_client.py`: `:12 …`. */
  readonly stand: ReadonlyMap<string, string>;
}

const SAFE_PATH = /^(?!.*(^|\/)\.{1,2}(\/|$))[A-Za-z0-9._/-]{1,200}$/;
const LICENCE = /^(LICEN[CS]E|COPYING|NOTICE)([.-][A-Za-z0-9]+)?$/i;

/** A project as far as its form goes, before a type checker has seen it. */
export interface Draft {
  readonly files: readonly OutputFile[];
  /** Path → text of the program's own modules; they are among the files. */
  readonly code: ReadonlyMap<string, string>;
  /** The project's own `[tool.ruff]`. */
  readonly ruff: object;
  /** Requirements that it is checked with. */
  readonly development: readonly string[];
}

/** Asks a type checker, and gives back what it led to; undefined when there is none. */
export type Settle = (draft: Draft) => Promise<Settled | undefined>;

/** Makes the new project in memory. Errors are located in the source; nothing is written into the project's place. */
export async function migrate(
  source: SourceTree,
  wish: MigrateWish,
  render: RenderPlan,
  target: Target,
  settle?: Settle,
): Promise<Staged<Migrated>> {
  const read = await readServer(source, wish.slug);
  if (!read.ok) return read;
  const server = read.value;
  const code = newCode(server, `mcp-${server.slug}`);
  if (!code.ok) return code;
  const dependencies = dependenciesOf(server);
  const own = await ownTests(server, code.value.naming);
  const http = await movedHttp(code.value, server, own, wish);
  const isMoved = (one: string): boolean => http.libraries.some((library) => library === one);
  const needed = [
    ...dependencies.filter(({ requirement }) => !isMoved(distributionName(requirement))),
    ...cacheFor(http, dependencies),
  ];
  const runtime = new Set([...code.value.runtime, ...(http.vendor?.runtime ?? [])]);
  const sources = {
    server,
    code: { ...code.value, runtime },
    dependencies: needed,
    args: wish.args,
    env: wish.env,
  };
  const facts = projectFacts({ ...sources, clients: http.libraries });
  const rendered = await renderMigrated(facts, wish, render, target);
  if (!rendered.ok) return rendered;
  const ruff = ruffOptions(rendered.value);
  const tools = await completeTools(await withoutSilencers(http.files), [...own.files.values()]);
  const models = await makeModels(tools.files, packageOf(server), [...own.files.values()]);
  const spelled = await findBothSpellings(await keepWrapped(models.files));
  const tidy = polish(spelled.files, ruff, spelled.isFree);
  const mended = await declareReexports(await mendLint(await annotate(tidy.files), ruff));
  const polished = polish(mended, ruff, spelled.isFree);
  const tests = carriedTests(own, http, ruff);
  const making: Making = { server, wish, render, target, facts, tests };
  const first = await assemble(making, polished.files, new Map());
  if (!first.ok) return first;
  const left = leftOf(server, tests);
  const { findings } = polished;
  const shape = { tools: tools.kept, models };
  const base = { server, code: code.value, dependencies, http, shape, findings, left, tests };
  const settled =
    settle &&
    (await settle({ files: first.value, code: polished.files, ruff, development: developmentOf(facts) }));
  if (settled === undefined) return { ok: true, value: { ...base, files: first.value }, diagnostics: [] };
  const known = { ...making, facts: { ...facts, stubs: settled.development, built: settled.built } };
  const files = await assemble(known, settled.code, settled.stubs);
  if (!files.ok) return files;
  return {
    ok: true,
    value: {
      ...base,
      files: files.value,
      built: settled.built,
      types: settled.findings,
      forgotten: settled.forgotten,
    },
    diagnostics: [],
  };
}

/** The cache that functions got which are awaited now. */
function cacheFor({ files }: Extraction, dependencies: readonly Dependency[]): Dependency[] {
  const { module, requirement } = ASYNC_CACHE;
  const isUsed = [...files.values()].some((text) => text.includes(`from ${module} import `));
  const isThere = dependencies.some((one) => distributionName(one.requirement) === 'async-lru');
  return isUsed && !isThere ? [{ requirement }] : [];
}

/** Calls of an HTTP library move, or else those of libraries that speak for one service: a program has one client. */
async function movedHttp(
  { files, naming }: NewCode,
  server: PythonServer,
  own: OwnTests,
  { keepHttp }: MigrateWish,
): Promise<Extraction> {
  if (keepHttp !== undefined) return { files, libraries: [], awaited: [], kept: [keepHttp] };
  const http = await extractClient(files, packageOf(server), own.files);
  if (http.libraries.length > 0 || http.kept.length > 0) return http;
  const place = { package: packageOf(server), runtime: naming.runtime };
  return (await extractVendor(files, place, own.files)) ?? http;
}

interface Making {
  readonly server: PythonServer;
  readonly wish: MigrateWish;
  readonly render: RenderPlan;
  readonly target: Target;
  readonly facts: ProjectFacts;
  readonly tests: TestFiles;
}

/** All files of the project around the program's own code. */
async function assemble(
  { server, wish, render, target, facts, tests }: Making,
  code: ReadonlyMap<string, string>,
  stubs: ReadonlyMap<string, string>,
): Promise<Staged<OutputFile[]>> {
  const rendered = await renderMigrated(facts, wish, render, target);
  if (!rendered.ok) return rendered;
  const own = new Map([...code, ...stubs]);
  const files: OutputFile[] = [...rendered.value.values()].map(({ path, text, mode }) => ({
    path,
    content: text,
    mode,
  }));
  files.push(...tests.files, ...[...own].map(([path, content]) => ({ path, content, mode: 0o644 })));
  const recorded = await migratedManifest(rendered.value, own, facts, wish);
  const copied = [...copiedFiles(server).values()].filter(({ path }) => !rendered.value.has(path));
  return { ok: true, value: [...files, ...copied, ...recorded], diagnostics: [] };
}

function ruffOptions(rendered: RenderedTree): object {
  const text = rendered.get('pyproject.toml')?.text ?? '';
  const { tool } = parseToml(text) as { tool?: { ruff?: object } };
  return tool?.ruff ?? {};
}

function dependenciesOf({ layout, declared }: PythonServer): Dependency[] {
  const local = new Set(layout.modules.map(({ oldName }) => oldName.split('.')[0] ?? ''));
  return carriedDependencies(
    declared,
    layout.modules.map(({ facts }) => facts),
    local,
  );
}

function leftOf(server: PythonServer, { moved }: CarriedTests): string[] {
  const { layout, declared, source } = server;
  const carried = layout.modules.map(({ facts }) => facts.path);
  const used = new Set([...moved.keys(), ...carried, ...copiedFiles(server).keys(), ...declared.files]);
  return [...source.files.keys()].filter((path) => !used.has(path));
}

interface TestFiles extends CarriedTests {
  readonly files: readonly OutputFile[];
}

/** The source's tests with the linter's safe fixes; the project's own commands leave them alone, so what it still says does not count. */
function carriedTests(own: OwnTests, { tests }: Extraction, ruff: object): TestFiles {
  const { files } = polish(tests?.files ?? own.files, ruff);
  const stand = tests?.left ?? new Map<string, string>();
  const isCarried = (path: string): boolean => SAFE_PATH.test(path) && !stand.has(path);
  return {
    moved: new Map([...own.moved].filter(([, to]) => isCarried(to))),
    stand,
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
