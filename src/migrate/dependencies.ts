import { parse as parseToml } from 'smol-toml';
import { STANDARD_LIBRARY } from './facts/standard-library.js';
import type { ModuleFacts, SourceTree } from './types.js';

/** What the source declares about itself. */
export interface Declared {
  /** `[project] name`. */
  readonly name?: string;
  /** `[project] version`, where it stands there. */
  readonly version?: string;
  readonly description?: string;
  /** `module:function` of each `[project.scripts]` entry, in order. */
  readonly scripts: readonly string[];
  /** Requirements as written (PEP 508). */
  readonly requirements: readonly string[];
  /** Files that they came from. */
  readonly files: readonly string[];
}

export interface Dependency {
  readonly requirement: string;
  /** Why it differs from what was declared; absent when it does not. */
  readonly note?: string;
}

type Table = Readonly<Record<string, unknown>>;
const table = (value: unknown): Table =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Table) : {};
const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];

/** The nearest pyproject.toml, requirements.txt and PEP 723 header to a folder of the source, upwards. */
export function readDeclared(source: SourceTree, folder: string, server: ModuleFacts): Declared {
  const decode = (path: string): string => new TextDecoder().decode(source.files.get(path));
  const found = (name: string): string | undefined =>
    upwards(folder, name).find((path) => source.files.has(path));
  const pyproject = found('pyproject.toml');
  const requirements = found('requirements.txt');
  const project = pyproject === undefined ? NOTHING : fromPyproject(decode(pyproject));
  const listed = requirements === undefined ? [] : fromRequirements(decode(requirements));
  const header = fromHeader(server.text);
  const used = [
    ...(pyproject === undefined ? [] : [pyproject]),
    ...(requirements === undefined ? [] : [requirements]),
    ...(header.length === 0 ? [] : [server.path]),
  ];
  return { ...project, requirements: [...project.requirements, ...listed, ...header], files: used };
}

const NOTHING: Declared = { scripts: [], requirements: [], files: [] };

function upwards(folder: string, name: string): string[] {
  const parts = folder === '' ? [] : folder.split('/');
  return Array.from({ length: parts.length + 1 }, (_, i) =>
    [...parts.slice(0, parts.length - i), name].join('/'),
  );
}

function fromPyproject(text: string): Declared {
  try {
    const root = parseToml(text) as Table;
    const project = table(root['project']);
    const poetry = table(table(root['tool'])['poetry']);
    const name = project['name'] ?? poetry['name'];
    const version = project['version'] ?? poetry['version'];
    const description = project['description'] ?? poetry['description'];
    const scripts = Object.values({ ...table(project['scripts']), ...table(poetry['scripts']) });
    return {
      ...(typeof name === 'string' ? { name } : {}),
      ...(typeof version === 'string' ? { version } : {}),
      ...(typeof description === 'string' ? { description } : {}),
      scripts: texts(scripts),
      requirements: [...texts(project['dependencies']), ...fromPoetry(table(poetry['dependencies']))],
      files: [],
    };
  } catch {
    return NOTHING;
  }
}

/** `^1.2` and `~1.2` become lower bounds. */
function fromPoetry(dependencies: Table): string[] {
  return Object.entries(dependencies).flatMap(([name, wish]) => {
    if (name === 'python') return [];
    const version = typeof wish === 'string' ? wish : String(table(wish)['version'] ?? '*');
    if (version === '*') return [name];
    return [`${name}${version.replace(/^[\^~]\s*/, '>=').replace(/^(?=\d)/, '==')}`];
  });
}

function fromRequirements(text: string): string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.replace(/(^|\s)#.*$/, '').trim())
    .filter((line) => /^[A-Za-z0-9]/.test(line) && !/^[a-z+]+:\/\//i.test(line))
    .map((line) => line.replace(/\s--hash=\S+/g, '').replace(/\s*\\$/, ''));
}

/** PEP 723: `# /// script` … `# ///`. */
function fromHeader(text: string): string[] {
  const block = /^# \/\/\/ script\r?\n((?:#.*\r?\n)*?)# \/\/\/\s*$/m.exec(text)?.[1];
  if (block === undefined) return [];
  try {
    return texts((parseToml(block.replace(/^# ?/gm, '')) as Table)['dependencies']);
  } catch {
    return [];
  }
}

/** `Foo_Bar[x]>=1` → `foo-bar` (PEP 503). */
export const distributionName = (requirement: string): string =>
  (/^[A-Za-z0-9._-]+/.exec(requirement.trim())?.[0] ?? '').toLowerCase().replace(/[-_.]+/g, '-');

/** Modules whose distribution has another name. */
const DISTRIBUTIONS: Readonly<Record<string, string>> = {
  Bio: 'biopython',
  bs4: 'beautifulsoup4',
  cv2: 'opencv-python',
  dateutil: 'python-dateutil',
  dotenv: 'python-dotenv',
  git: 'GitPython',
  google: 'google-api-python-client',
  jose: 'python-jose',
  jwt: 'PyJWT',
  PIL: 'pillow',
  psycopg2: 'psycopg2-binary',
  serial: 'pyserial',
  sklearn: 'scikit-learn',
  yaml: 'PyYAML',
};

/** What the new SDK needs in versions of its own: an old upper bound or pin could not be installed beside it. */
const OURS = new Set([
  'anyio',
  'pydantic',
  'starlette',
  'typing-extensions',
  'uvicorn',
  'sse-starlette',
  'httpx-sse',
]);
const SDKS = new Set(['mcp', 'fastmcp', 'modelcontextprotocol']);

/**
 * The requirements of the new project, the SDK's aside: those declared, and those that are imported without being declared
 * (version 1 of the SDK brought httpx and others along).
 */
export function carriedDependencies(
  declared: Declared,
  modules: readonly ModuleFacts[],
  local: ReadonlySet<string>,
): Dependency[] {
  const kept = new Map<string, Dependency>();
  for (const requirement of declared.requirements) {
    const name = distributionName(requirement);
    if (name === '' || SDKS.has(name) || kept.has(name) || name === distributionName(declared.name ?? ''))
      continue;
    const bare = /^[A-Za-z0-9._-]+(\[[^\]]*\])?/.exec(requirement.trim())?.[0] ?? name;
    const bounded = OURS.has(name) && /[<=~]=?\s*\d/.test(requirement.replace(/>=/g, ''));
    kept.set(
      name,
      bounded
        ? { requirement: bare, note: `${requirement}: the new SDK needs a later version` }
        : { requirement: requirement.trim() },
    );
  }
  for (const name of importedDistributions(modules, local)) {
    if (SDKS.has(name) || [...kept.keys()].some((one) => brings(one, name))) continue;
    kept.set(distributionName(name), { requirement: name, note: 'imported, but not declared' });
  }
  return [...kept.values()];
}

/**
 * A distribution is called as its module, give or take the separators, or has the module's name as a part of its own: `mysql` comes
 * from `mysql-connector-python`. Whatever is called `mysql` in the index is another thing, and not to be installed. Types are no modules.
 */
function brings(distribution: string, name: string): boolean {
  const module = distributionName(name);
  if (distribution.replaceAll('-', '') === module.replaceAll('-', '')) return true;
  return !/^types-|-stubs$/.test(distribution) && distribution.split('-').includes(module);
}

function importedDistributions(modules: readonly ModuleFacts[], local: ReadonlySet<string>): string[] {
  const found = new Set<string>();
  for (const { imports } of modules) {
    for (const { kind, level, module, names, optional } of imports) {
      if (level > 0 || optional) continue;
      for (const name of kind === 'from' ? [module] : names.map((one) => one.name)) {
        const top = name.split('.')[0] ?? name;
        if (!STANDARD_LIBRARY.has(top) && !local.has(top)) found.add(DISTRIBUTIONS[top] ?? top);
      }
    }
  }
  return [...found].filter((name) => name !== 'mcp_types').sort();
}
