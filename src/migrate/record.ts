import { manifestFiles } from '../manage/manifest.js';
import { LIBRARIES } from './client/libraries.js';
import type { RenderedTree, RunContract, Target } from '../plan/types.js';
import type { Staged } from '../diagnostics/types.js';
import type { RenderPlan } from '../stages.js';
import type { OutputFile } from '../write/project.js';
import { planMigrated, type ProjectFacts, type ProjectVersions } from './project.js';

/** The answer under which a manifest keeps the facts of a migrated project. */
const KEY = 'migrated';
/** Where its document would have come from. */
const ORIGIN = 'migrated';

/** Every file but the program's own code, in memory. */
export const renderMigrated = (
  facts: ProjectFacts,
  versions: ProjectVersions,
  render: RenderPlan,
  target: Target,
): Promise<Staged<RenderedTree>> => render(planMigrated(facts, versions), target);

/** How a migrated project is started. Its settings keep the names that they had. */
export function migratedContract({ slug, settings }: ProjectFacts): RunContract {
  const command = `mcp-${slug}`;
  return {
    stdio: [command],
    http: [command, '--http', '--host', '127.0.0.1', '--port', '8000'],
    path: '/mcp',
    health: '/health',
    env: Object.fromEntries(settings.map(({ name }) => [name, name])),
  };
}

/** The files that make `regenerate` possible. The program's own code is its owner's from the first day. */
export async function migratedManifest(
  rendered: RenderedTree,
  code: ReadonlyMap<string, string>,
  facts: ProjectFacts,
  versions: ProjectVersions,
): Promise<OutputFile[]> {
  const carried = [...code].map(
    ([path, text]) => [path, { path, text, owner: 'once' as const, mode: 0o644 }] as const,
  );
  const { files, late } = manifestFiles(new Map([...rendered, ...carried]), {
    generatorVersion: versions.generatorVersion,
    options: { [KEY]: facts },
    document: { origin: ORIGIN, text: '' },
    run: migratedContract(facts),
    languageVersion: versions.languageVersion,
  });
  const made = late.map(async (file) => ({ ...file, content: await file.content() }));
  return [...files, ...(await Promise.all(made))];
}

type Json = Readonly<Record<string, unknown>>;
const isTexts = (value: unknown): boolean =>
  Array.isArray(value) && value.every((one) => typeof one === 'string');
const isList = (value: unknown, texts: readonly string[]): boolean =>
  Array.isArray(value) &&
  value.every(
    (one: unknown) =>
      typeof one === 'object' && one !== null && texts.every((key) => typeof (one as Json)[key] === 'string'),
  );

/** Parts of paths: a manifest may come from anybody. */
const SLUG = /^[a-z][a-z0-9-]{0,62}$/;
const MODULE = /^[a-z][a-z0-9_]{0,40}$/;
const RUNTIME = /^(mcpserver|fastmcp|lowlevel|waiting)\.py$/;

const CLIENTS = new Set<unknown>([undefined, ...LIBRARIES.map(({ name }) => name)]);
const areClients = (value: unknown): boolean =>
  Array.isArray(value) && value.every((one) => CLIENTS.has(one));

/** Whether a manifest is one of a migrated project; its facts may still be damaged. */
export const isMigrated = (options: Json): boolean => Object.hasOwn(options, KEY);

/** The facts that a manifest keeps; undefined where they are damaged. */
export function recordedFacts(options: Json): ProjectFacts | undefined {
  const value = options[KEY];
  if (typeof value !== 'object' || value === null) return undefined;
  const facts = value as Json;
  const sound =
    SLUG.test(String(facts['slug'])) &&
    MODULE.test(String(facts['runtimePackage'])) &&
    MODULE.test(String(facts['entry'])) &&
    ['requirements', 'runtime', 'args', 'env'].every((key) => isTexts(facts[key])) &&
    isTexts(facts['stubs'] ?? []) &&
    isTexts(facts['built'] ?? []) &&
    CLIENTS.has(facts['client']) &&
    areClients(facts['furtherClients'] ?? []) &&
    (facts['runtime'] as readonly string[]).every((name) => RUNTIME.test(name)) &&
    isList(facts['settings'], ['name', 'about', 'value']) &&
    isList(facts['offers'], ['kind', 'name', 'description']) &&
    typeof facts['description'] === 'string' &&
    typeof facts['hasInit'] === 'boolean';
  return sound ? (value as ProjectFacts) : undefined;
}
