import { problem } from '../diagnostics/catalogue.js';
import type { Staged } from '../diagnostics/types.js';
import type { ModuleFacts, SourceTree } from './types.js';

/** A module and the place that it gets. */
export interface CarriedModule {
  readonly facts: ModuleFacts;
  /** Dotted names as imports know them. */
  readonly oldName: string;
  readonly newName: string;
  /** Relative to the new project. */
  readonly to: string;
}

export interface Layout {
  /** Old folder that module names are relative to. */
  readonly base: string;
  /** The old top-level package; undefined for scripts that lie side by side. */
  readonly top?: string;
  readonly modules: readonly CarriedModule[];
  readonly server: CarriedModule;
  /** Files that are no Python, to be copied as they are: old path → new path. */
  readonly data: ReadonlyMap<string, string>;
}

const inFolder = (path: string, folder: string): boolean => folder === '' || path.startsWith(`${folder}/`);
const folderOf = (path: string): string => path.split('/').slice(0, -1).join('/');
const join = (...parts: string[]): string => parts.filter((part) => part !== '').join('/');

/** The outermost package that a module belongs to; '' for a script. */
export function packageOf(path: string, modules: ReadonlyMap<string, ModuleFacts>): string {
  let top = '';
  for (let folder = folderOf(path); folder !== ''; folder = folderOf(folder)) {
    if (!isPackage(folder, modules)) break;
    top = folder;
  }
  return top;
}

function isPackage(folder: string, modules: ReadonlyMap<string, ModuleFacts>): boolean {
  if (modules.has(`${folder}/__init__.py`) || modules.has(`${folder}/__main__.py`)) return true;
  return [...modules.values()].some(
    ({ path, imports }) => folderOf(path) === folder && imports.some(({ level }) => level > 0),
  );
}

/** Folders that hold what tries or shows a server. */
const ASIDE =
  /(^|\/)(tests?|testing|examples?|samples?|demos?|scripts|docs|benchmarks?|clients?|evals?)(\/|$)|(^|\/)(test_[^/]*|[^/]*_test|conftest)\.py$/;

/** The module that makes the server. Errors: `migrate.no-server`, `migrate.several-servers`. */
export function chooseServer(
  source: SourceTree,
  modules: ReadonlyMap<string, ModuleFacts>,
): Staged<ModuleFacts> {
  const all = [...modules.values()].filter(({ servers }) => servers.length > 0);
  const named = all.find(({ path }) => path === source.entry);
  if (named !== undefined) return { ok: true, value: named, diagnostics: [] };
  const inPackage = source.entry === undefined ? '' : packageOf(source.entry, modules);
  const near = inPackage === '' ? all : all.filter(({ path }) => inFolder(path, inPackage));
  const serious = near.filter(({ path }) => !ASIDE.test(path));
  const found = serious.length > 0 ? serious : near;
  const [first] = found;
  if (modules.size === 0) {
    const message = `No file in ${source.shown} is Python.`;
    return {
      ok: false,
      diagnostics: [problem('migrate.language', message, { place: { file: source.shown } })],
    };
  }
  if (first === undefined || (source.entry !== undefined && inPackage === '')) {
    const message = `No MCP server is made in ${source.shown}.`;
    const place = { file: source.entry ?? source.shown, ...(source.entry === undefined ? {} : { line: 1 }) };
    return { ok: false, diagnostics: [problem('migrate.no-server', message, { place })] };
  }
  const groups = new Set(found.map(({ path }) => packageOf(path, modules) || path));
  if (groups.size > 1) {
    const message = `${source.shown} holds ${groups.size} servers: ${[...groups].slice(0, 6).join(', ')}.`;
    return { ok: false, diagnostics: [problem('migrate.several-servers', message)] };
  }
  // A server that takes in the others is the one that clients meet.
  const rank = (facts: ModuleFacts): number =>
    (facts.servers.some(({ topLevel }) => topLevel) ? 1000 : 0) +
    (takesIn(facts) ? 10_000 : 0) +
    facts.offers.length;
  return { ok: true, value: found.reduce((a, b) => (rank(b) > rank(a) ? b : a), first), diagnostics: [] };
}

const takesIn = ({ servers, text }: ModuleFacts): boolean =>
  servers.some(
    ({ variable }) =>
      variable !== undefined && new RegExp(`\\b${variable}\\.(mount|import_server)\\(`).test(text),
  );

const dotted = (path: string): string =>
  path
    .replace(/\.py$/, '')
    .replace(/(^|\/)__init__$/, '')
    .replaceAll('/', '.');

/** Says which modules go along, and where to: into one package, `src/{name}/`. */
export function layOut(
  source: SourceTree,
  server: ModuleFacts,
  modules: ReadonlyMap<string, ModuleFacts>,
  name: string,
): Layout {
  const top = packageOf(server.path, modules);
  return top === '' ? flatLayout(server, modules, name) : packageLayout(source, top, server, modules, name);
}

/** Tests that lie in the package itself. */
const TEST = /(^|\/)(test_[^/]*|[^/]*_test|conftest)\.py$/;
const stemOf = (path: string): string => dotted(path).split('.').at(-1) ?? '';

/** Last parts of the names of modules that others import. */
function importedStems(modules: readonly ModuleFacts[]): Set<string> {
  const all = modules.flatMap(({ imports }) => imports);
  return new Set(
    all.flatMap(({ module, names }) => [module.split('.').at(-1) ?? '', ...names.map(({ name }) => name)]),
  );
}

function packageLayout(
  source: SourceTree,
  top: string,
  server: ModuleFacts,
  modules: ReadonlyMap<string, ModuleFacts>,
  name: string,
): Layout {
  const base = folderOf(top);
  const place = (path: string): string => join('src', name, path.slice(top.length + 1));
  const carry = (facts: ModuleFacts): CarriedModule => {
    const to = place(facts.path);
    const oldName = dotted(base === '' ? facts.path : facts.path.slice(base.length + 1));
    return { facts, oldName, newName: dotted(to.slice(4)), to };
  };
  const own = [...modules.values()].filter(({ path }) => inFolder(path, top));
  const needed = importedStems(own);
  const carried = own.filter(({ path }) => !TEST.test(path) || needed.has(stemOf(path))).map(carry);
  const data = [...source.files.keys()].filter((path) => inFolder(path, top) && !path.endsWith('.py'));
  return {
    base,
    top: top.slice(base === '' ? 0 : base.length + 1),
    modules: carried,
    server: carry(server),
    data: new Map(data.map((path) => [path, place(path)])),
  };
}

/** Scripts that import each other by their bare names. The one with the server becomes `server.py`. */
function flatLayout(server: ModuleFacts, modules: ReadonlyMap<string, ModuleFacts>, name: string): Layout {
  const base = folderOf(server.path);
  const reached = reachable(server, modules, base);
  const hasServer = reached.some(({ path }) => path === join(base, 'server.py'));
  const carry = (facts: ModuleFacts): CarriedModule => {
    const path = base === '' ? facts.path : facts.path.slice(base.length + 1);
    const oldName = dotted(path);
    const own = facts.path === server.path && !hasServer ? 'server.py' : path.replaceAll('-', '_');
    const to = join('src', name, own);
    return { facts, oldName, newName: dotted(to.slice(4)), to };
  };
  return { base, modules: reached.map(carry), server: carry(server), data: new Map() };
}

/** The script and everything that it imports from beside it; then the scripts that import it to start it. */
function reachable(
  server: ModuleFacts,
  modules: ReadonlyMap<string, ModuleFacts>,
  base: string,
): ModuleFacts[] {
  const found = new Map([[server.path, server]]);
  const queue = [server];
  for (let facts = queue.shift(); facts !== undefined; facts = queue.shift()) {
    for (const path of facts.imports.flatMap((one) => localPaths(one, base))) {
      const target = modules.get(path);
      if (target === undefined || found.has(path)) continue;
      found.set(path, target);
      queue.push(target);
    }
  }
  return [...found.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

function localPaths(one: ModuleFacts['imports'][number], base: string): string[] {
  if (one.level > 0) return [];
  const names =
    one.kind === 'import'
      ? one.names.map(({ name }) => name)
      : [one.module, ...one.names.map(({ name }) => `${one.module}.${name}`)];
  return names.flatMap((name) => {
    const parts = name.split('.');
    const packages = parts.map((_, i) => join(base, ...parts.slice(0, i + 1), '__init__.py'));
    return [...packages, join(base, `${parts.join('/')}.py`)];
  });
}
