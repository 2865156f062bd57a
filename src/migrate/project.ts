import { jsonFile } from '../escape/data.js';
import type { JsonObject } from '../model/types.js';
import type { FileEntry, FilePlan } from '../plan/types.js';
import type { NewCode } from './code.js';
import type { Dependency } from './dependencies.js';
import type { PythonServer } from './read.js';
import { envSettings, SERVER_SETTINGS, testValue } from './settings.js';
import type { OfferFact } from './types.js';

const PROJECT = 'targets/python/project';
const RUNTIME = 'targets/python/runtime/src/mcp_package/runtime';
const MIGRATED = 'targets/python/migrated';

export interface ProjectFacts {
  readonly server: PythonServer;
  readonly code: NewCode;
  readonly dependencies: readonly Dependency[];
  readonly languageVersion: string;
  readonly generatorVersion: string;
  /** Arguments that the original needs to start, for the tests. */
  readonly args: readonly string[];
  /** Names of further variables that it needs. */
  readonly env: readonly string[];
}

/** The runtime that every migrated server has; the classes for its style come on top. */
const ALWAYS = ['__init__', 'errors', 'guards', 'logs', 'redaction', 'settings', 'tokens'];

/** Every file of the project but the program's own: its code, and what is copied byte for byte. */
export function planMigrated(facts: ProjectFacts): FilePlan {
  return { files: [...packageFiles(facts), ...testFiles(facts), ...projectFiles(facts)] };
}

const distributionOf = ({ slug }: PythonServer): string => `mcp-${slug}`;
const packageOf = ({ slug }: PythonServer): string => `mcp_${slug.replaceAll('-', '_')}`;

const text = (path: string, content: string, owner: FileEntry['owner'] = 'once'): FileEntry => ({
  kind: 'text',
  path,
  text: content,
  owner,
});

function packageFiles({ server, code }: ProjectFacts): FileEntry[] {
  const root = `src/${packageOf(server)}`;
  const replace = { mcp_package: packageOf(server) };
  const runtime = (name: string, folder: string): FileEntry => ({
    kind: 'copy',
    path: `${root}/${code.runtimePackage}/${name}`,
    source: `${folder}/${name}`,
    replace,
    owner: 'generated',
  });
  const init = `${root}/__init__.py`;
  return [
    ...(code.files.has(init) ? [] : [text(init, `"""The MCP server ${server.slug}."""\n`)]),
    text(`${root}/py.typed`, '', 'generated'),
    ...ALWAYS.map((name) => runtime(`${name}.py`, RUNTIME)),
    ...['serving.py', ...[...code.runtime].sort()].map((name) => runtime(name, `${MIGRATED}/runtime`)),
  ];
}

/** What the tests of the new project hold it to. */
export const ENVIRONMENT_PATH = 'tests/environment.json';
export const OFFERS_PATH = 'tests/offers.json';

/** What the new server must offer by what the text of the old one says; tools made in other ways are not in it. */
function offersJson(offers: readonly OfferFact[]): JsonObject {
  const names = (kind: OfferFact['kind']): string[] => [
    ...new Set(offers.filter((offer) => offer.kind === kind).map(({ name }) => name)),
  ];
  return { tool: names('tool'), prompt: names('prompt'), arguments: {} };
}

export const offersOf = ({ layout }: PythonServer): OfferFact[] =>
  layout.modules.flatMap(({ facts }) => [...facts.offers]);

function testFiles({ server, args, env }: ProjectFacts): FileEntry[] {
  const replace = { mcp_package: packageOf(server) };
  const copy = (name: string): FileEntry => ({
    kind: 'copy',
    path: `tests/${name}`,
    source: `${MIGRATED}/tests/${name}`,
    replace,
    owner: 'generated',
  });
  const needed = envSettings(server).flatMap(({ name, required }) => (required ? [name] : []));
  const environment = Object.fromEntries([...needed, ...env].map((name) => [name, testValue(name)]));
  return [
    { kind: 'copy', path: 'tests/__init__.py', source: `${PROJECT}/tests/__init__.py`, owner: 'generated' },
    copy('conftest.py'),
    copy('test_server.py'),
    text(OFFERS_PATH, jsonFile(offersJson(offersOf(server)))),
    text(ENVIRONMENT_PATH, jsonFile(environment)),
    text('tests/arguments.json', jsonFile([...args])),
  ];
}

/** The SDK first; what the runtime itself imports is named, too. */
function requirements({ dependencies, code }: ProjectFacts): string[] {
  const sdk = [
    'mcp>=2.3,<3',
    ...(code.runtime.has('fastmcp.py') ? ['fastmcp>=4.1,<5'] : []),
    ...(code.runtime.has('lowlevel.py') ? ['jsonschema>=4.20,<5'] : []),
  ];
  const ours = ['pydantic>=2.12,<3', 'pyjwt[crypto]>=2.10,<3', 'starlette>=0.46', 'uvicorn>=0.34,<1'];
  const name = (requirement: string): string => /^[a-z0-9-]*/i.exec(requirement)?.[0].toLowerCase() ?? '';
  const carried = dependencies.map(({ requirement }) => requirement);
  const taken = new Set([...sdk, ...ours].map(name));
  return [...sdk, ...ours, ...carried.filter((one) => !taken.has(name(one)))].sort();
}

const DEVELOPMENT = [
  'mypy>=2.4,<3',
  'pytest>=9,<10',
  'pytest-asyncio>=1.3,<2',
  'pytest-cov>=7,<8',
  'ruff==0.17.3',
];

function projectFiles(facts: ProjectFacts): FileEntry[] {
  const { server, code, languageVersion } = facts;
  const names = { distribution: distributionOf(server), package: packageOf(server), languageVersion };
  const copy = (path: string, source: string, replace?: Record<string, string>): FileEntry => ({
    kind: 'copy',
    path,
    source: `${PROJECT}/${source}`,
    owner: 'merged',
    ...(replace === undefined ? {} : { replace }),
  });
  const template = (path: string, folder: string, view: object): FileEntry => ({
    kind: 'template',
    path,
    template: `${folder}.hbs`,
    view,
    owner: 'merged',
  });
  const description = (server.declared.description ?? `MCP server ${server.slug}`).slice(0, 300);
  const settings = [...envSettings(server), ...SERVER_SETTINGS];
  return [
    template('pyproject.toml', `${MIGRATED}/pyproject.toml`, {
      ...names,
      description,
      dependencies: requirements(facts),
      development: [...DEVELOPMENT, ...(code.runtime.has('lowlevel.py') ? ['types-jsonschema>=4.20'] : [])],
      entryPoint: `${names.package}.server:${entryName(facts)}`,
      sourceFolder: `src/${names.package}`,
      ruffTarget: `py${languageVersion.replace('.', '')}`,
    }),
    template('README.md', `${MIGRATED}/README.md`, {
      ...names,
      title: server.slug,
      description,
      generatorVersion: facts.generatorVersion,
      settings: settings.map(({ name, about, value }) => ({ name, about, value })),
      offers: offersOf(server).map(({ kind, name, description: about }) => ({
        kind,
        name,
        about: (about.trim().split('\n')[0] ?? '').slice(0, 200),
      })),
    }),
    template('Makefile', `${PROJECT}/Makefile`, names),
    template('Dockerfile', `${PROJECT}/Dockerfile`, names),
    template('.env.example', `${PROJECT}/env.example`, { api: envSettings(server), server: SERVER_SETTINGS }),
    copy('pytest.ini', 'pytest.ini'),
    copy('scripts/find-python.sh', 'scripts/find-python.sh'),
    copy('scripts/get-uv.sh', 'scripts/get-uv.sh'),
    copy('.dockerignore', 'dockerignore'),
    copy('.gitignore', 'gitignore'),
    // Nobody knows how much of a migrated server its tests reach.
    copy('.github/workflows/ci.yml', '.github/workflows/ci.yml', { ' --cov-fail-under=90': '' }),
    text('.python-version', `${languageVersion}\n`, 'merged'),
  ];
}

/** The name that `run_server` has in `server.py`; another one where the program has a `run_server` of its own. */
function entryName({ code, server }: ProjectFacts): string {
  const content = code.files.get(`src/${packageOf(server)}/server.py`) ?? '';
  return [...content.matchAll(/^ {4}(run_server_*)\(\)$/gm)].at(-1)?.[1] ?? 'run_server';
}
