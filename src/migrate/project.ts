import { jsonFile } from '../escape/data.js';
import type { JsonObject } from '../model/types.js';
import type { FileEntry, FilePlan } from '../plan/types.js';
import { templateSources } from '../render/sources.js';
import { clientModule, type Library } from './client/libraries.js';
import type { NewCode } from './code.js';
import type { Dependency } from './dependencies.js';
import type { PythonServer } from './read.js';
import { envSettings, type MigratedSetting, SERVER_SETTINGS, testValue } from './settings.js';
import type { OfferFact } from './types.js';

const PROJECT = 'targets/python/project';
const RUNTIME = 'targets/python/runtime/src/mcp_package/runtime';
const MIGRATED = 'targets/python/migrated';

type ClientName = Library['name'];

/** Everything that the files around the program's own code are made of. Plain data: the manifest keeps it for `regenerate`. */
export interface ProjectFacts {
  /** `weather`: distribution `mcp-weather`, package `mcp_weather`. */
  readonly slug: string;
  readonly description: string;
  /** Requirements that were carried over, the SDK's and the runtime's aside. */
  readonly requirements: readonly string[];
  /** Modules of the runtime that the code uses: `mcpserver.py`. */
  readonly runtime: readonly string[];
  /** Name of the package that holds the runtime. */
  readonly runtimePackage: string;
  /** The function in `server.py` that the console script calls. */
  readonly entry: string;
  /** The program brings its own `__init__.py`. */
  readonly hasInit: boolean;
  readonly settings: readonly MigratedSetting[];
  readonly offers: readonly OfferFact[];
  /** Arguments that the original needs to start, for the tests. */
  readonly args: readonly string[];
  /** Names of further variables that it needs. */
  readonly env: readonly string[];
  /** The HTTP library that `api_client.py` stands for; absent when there is none. */
  readonly client?: ClientName;
  /** Further ones, each with an `api_{library}.py`. */
  readonly furtherClients?: readonly ClientName[];
  /** Distributions with type stubs that the program's imports need. */
  readonly stubs?: readonly string[];
  /** Distributions without a wheel: they are built where they are installed. */
  readonly built?: readonly string[];
}

/** What is known of the time at which the files are made. */
export interface ProjectVersions {
  readonly languageVersion: string;
  readonly generatorVersion: string;
}

export interface FactSources {
  readonly server: PythonServer;
  readonly code: NewCode;
  readonly dependencies: readonly Dependency[];
  readonly args: readonly string[];
  readonly env: readonly string[];
  readonly clients: readonly ClientName[];
}

const DESCRIPTION_CHARACTERS = 300;

export function projectFacts({ server, code, dependencies, args, env, clients }: FactSources): ProjectFacts {
  const [client, ...furtherClients] = clients;
  const { slug, declared } = server;
  const root = `src/${packageOf(server)}`;
  return {
    slug,
    description: (declared.description ?? `MCP server ${slug}`).slice(0, DESCRIPTION_CHARACTERS),
    requirements: dependencies.map(({ requirement }) => requirement),
    runtime: [...code.runtime].sort(),
    runtimePackage: code.runtimePackage,
    entry: entryName(code.files.get(`${root}/server.py`) ?? ''),
    hasInit: code.files.has(`${root}/__init__.py`),
    settings: envSettings(server),
    offers: offersOf(server),
    args,
    env,
    ...(client === undefined ? {} : { client }),
    ...(furtherClients.length === 0 ? {} : { furtherClients }),
  };
}

/** The runtime that every migrated server has; the classes for its style come on top. */
const ALWAYS: readonly string[] = [
  '__init__',
  'errors',
  'guards',
  'listening',
  'logs',
  'redaction',
  'settings',
  'tokens',
];

/** Modules of the runtime, with those that they import. */
function withImports(names: readonly string[]): string[] {
  const found = new Set(names);
  for (const name of found) {
    const text = templateSources.get(`${RUNTIME}/${name}.py`);
    for (const [, other] of text.matchAll(/^\s*from \.(\w+) import/gm))
      if (other !== undefined) found.add(other);
  }
  return [...found].sort();
}

/** Every file of the project but the program's own: its code, and what is copied byte for byte. */
export function planMigrated(facts: ProjectFacts, versions: ProjectVersions): FilePlan {
  return { files: [...packageFiles(facts), ...testFiles(facts), ...projectFiles(facts, versions)] };
}

type Named = Pick<ProjectFacts, 'slug'>;
const distributionOf = ({ slug }: Named): string => `mcp-${slug}`;
export const packageOf = ({ slug }: Named): string => `mcp_${slug.replaceAll('-', '_')}`;

const text = (path: string, content: string, owner: FileEntry['owner'] = 'once'): FileEntry => ({
  kind: 'text',
  path,
  text: content,
  owner,
});

function packageFiles(facts: ProjectFacts): FileEntry[] {
  const root = `src/${packageOf(facts)}`;
  const replace = { mcp_package: packageOf(facts) };
  const runtime = (name: string, folder: string): FileEntry => ({
    kind: 'copy',
    path: `${root}/${facts.runtimePackage}/${name}`,
    source: `${folder}/${name}`,
    replace,
    owner: 'generated',
  });
  const init = `${root}/__init__.py`;
  // What was written for aiohttp spells everything as aiohttp does.
  const sending = clientsOf(facts).every((one) => one === 'aiohttp') ? [] : ['sending.py'];
  return [
    ...(facts.hasInit ? [] : [text(init, `"""The MCP server ${facts.slug}."""\n`)]),
    text(`${root}/py.typed`, '', 'generated'),
    ...withImports(ALWAYS).map((name) => runtime(`${name}.py`, RUNTIME)),
    ...['serving.py', 'hosted.py', ...sending, ...facts.runtime].map((name) =>
      runtime(name, `${MIGRATED}/runtime`),
    ),
    ...clientsOf(facts).flatMap((one) => clientFiles(facts, one)),
  ];
}

const clientsOf = ({ client, furtherClients = [] }: ProjectFacts): ClientName[] =>
  client === undefined ? [] : [client, ...furtherClients];

/** The program's HTTP client, which is its owner's from the first day. */
const clientFiles = (facts: ProjectFacts, client: ClientName): FileEntry[] =>
  CLIENT_FILES[client].map(([name, source]) => ({
    kind: 'copy',
    path: `src/${packageOf(facts)}/${name.replace('api_client', clientModule(client, facts.client ?? client))}`,
    source: `${MIGRATED}/clients/${source}`,
    replace: { '.runtime.': `.${facts.runtimePackage}.` },
    owner: 'once',
  }));

const CLIENT_FILES: Readonly<Record<ClientName, readonly (readonly [string, string])[]>> = {
  httpx: [
    ['api_client.py', 'httpx.py'],
    ['api_answers.py', 'httpx_answers.py'],
  ],
  requests: [['api_client.py', 'requests.py']],
  aiohttp: [['api_client.py', 'aiohttp.py']],
};

/** What the tests of the new project hold it to. */
export const ENVIRONMENT_PATH = 'tests/environment.json';
export const OFFERS_PATH = 'tests/offers.json';
export const BEHAVIOUR_PATH = 'tests/behaviour.json';

/** What the new server must offer by what the text of the old one says; tools made in other ways are not in it. */
function offersJson(offers: readonly OfferFact[]): JsonObject {
  const names = (kind: OfferFact['kind']): string[] => [
    ...new Set(offers.filter((offer) => offer.kind === kind).map(({ name }) => name)),
  ];
  return { tool: names('tool'), prompt: names('prompt'), arguments: {} };
}

export const offersOf = ({ layout }: PythonServer): OfferFact[] =>
  layout.modules.flatMap(({ facts }) => [...facts.offers]);

function testFiles(facts: ProjectFacts): FileEntry[] {
  const { args, env, settings, offers } = facts;
  const replace = { mcp_package: packageOf(facts) };
  const copy = (name: string): FileEntry => ({
    kind: 'copy',
    path: `tests/${name}`,
    source: `${MIGRATED}/tests/${name}`,
    replace,
    owner: 'generated',
  });
  const needed = settings.flatMap(({ name, required }) => (required ? [name] : []));
  const environment = Object.fromEntries([...needed, ...env].map((name) => [name, testValue(name)]));
  return [
    { kind: 'copy', path: 'tests/__init__.py', source: `${PROJECT}/tests/__init__.py`, owner: 'generated' },
    copy('conftest.py'),
    copy('test_server.py'),
    copy('test_behaviour.py'),
    copy('upstream.py'),
    ...(facts.runtime.includes('waiting.py') ? [copy('test_waiting.py')] : []),
    {
      kind: 'copy',
      path: 'tests/loopback/sitecustomize.py',
      source: `${MIGRATED}/loopback/sitecustomize.py`,
      owner: 'generated',
    },
    text(BEHAVIOUR_PATH, jsonFile({ answers: {}, calls: [] })),
    text(OFFERS_PATH, jsonFile(offersJson(offers))),
    text(ENVIRONMENT_PATH, jsonFile(environment)),
    text('tests/arguments.json', jsonFile([...args])),
  ];
}

/** The SDK first; what the runtime itself imports is named, too. */
function allRequirements({ requirements, runtime, client }: ProjectFacts): string[] {
  const sdk = [
    'mcp>=2.3,<3',
    ...(runtime.includes('fastmcp.py') ? ['fastmcp>=4.1,<5'] : []),
    ...(runtime.includes('lowlevel.py') ? ['jsonschema>=4.20,<5'] : []),
    ...(client === undefined ? [] : ['aiohttp>=3.12,<4']),
  ];
  const ours = ['pydantic>=2.12,<3', 'pyjwt[crypto]>=2.10,<3', 'starlette>=0.46', 'uvicorn>=0.34,<1'];
  const name = (requirement: string): string => /^[a-z0-9-]*/i.exec(requirement)?.[0].toLowerCase() ?? '';
  const taken = new Set([...sdk, ...ours].map(name));
  return [...sdk, ...ours, ...requirements.filter((one) => !taken.has(name(one)))].sort();
}

export const DEVELOPMENT = [
  'mypy>=2.4,<3',
  'pytest>=9,<10',
  'pytest-asyncio>=1.3,<2',
  'pytest-cov>=7,<8',
  'ruff==0.17.3',
  'trustme>=1.2,<2',
];

/** Everything that the project is checked with. */
export function developmentOf({ runtime, stubs = [] }: ProjectFacts): string[] {
  const ours = runtime.includes('lowlevel.py') ? ['types-jsonschema>=4.20'] : [];
  const known = new Set(ours.map((name) => name.replace(/[^a-z-].*$/, '')));
  return [...DEVELOPMENT, ...ours, ...stubs.filter((name) => !known.has(name))].sort();
}

function projectFiles(facts: ProjectFacts, versions: ProjectVersions): FileEntry[] {
  const { slug, description } = facts;
  const { languageVersion, generatorVersion } = versions;
  const names = { distribution: distributionOf(facts), package: packageOf(facts), languageVersion };
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
  const settings = [...facts.settings, ...SERVER_SETTINGS];
  return [
    template('pyproject.toml', `${MIGRATED}/pyproject.toml`, {
      ...names,
      description,
      dependencies: allRequirements(facts),
      development: developmentOf(facts),
      built: facts.built ?? [],
      entryPoint: `${names.package}.server:${facts.entry}`,
      sourceFolder: `src/${names.package}`,
      ruffTarget: `py${languageVersion.replace('.', '')}`,
    }),
    template('README.md', `${MIGRATED}/README.md`, {
      ...names,
      title: slug,
      description,
      generatorVersion,
      settings: settings.map(({ name, about, value }) => ({ name, about, value })),
      offers: facts.offers.map(({ kind, name, description: about }) => ({
        kind,
        name,
        about: (about.trim().split('\n')[0] ?? '').slice(0, 200),
      })),
    }),
    template('Makefile', `${PROJECT}/Makefile`, { ...names, targets: [], conformance: false }),
    template('Dockerfile', `${PROJECT}/Dockerfile`, names),
    template('.env.example', `${PROJECT}/env.example`, {
      api: facts.settings,
      server: SERVER_SETTINGS,
      features: [],
    }),
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
const entryName = (content: string): string =>
  [...content.matchAll(/^ {4}(run_server_*)\(\)$/gm)].at(-1)?.[1] ?? 'run_server';
