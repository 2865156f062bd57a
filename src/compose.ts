import { problem } from './diagnostics/catalogue.js';
import type { Diagnostic, Staged } from './diagnostics/types.js';
import { type ManifestFacts, manifestFiles } from './manage/manifest.js';
import type { JsonObject, ServiceModel } from './model/types.js';
import type { Options } from './options/resolve.js';
import { TOOLS_FILE, toolsFileHead } from './model/edits/starting.js';
import { type OptionRow, ROWS } from './options/table.js';
import { isPath } from './options/languages.js';
import { warmFormatter } from './format/warm.js';
import type { Stages } from './pipeline.js';
import type { CheckStep, ProjectOptions, RenderedFile, RenderedTree, RunContract } from './plan/types.js';
import type { SpecDocument } from './stages.js';
import type { LateFile, OutputFile } from './write/project.js';

export interface ComposeFacts {
  readonly generatorVersion: string;
  /** `3.13`. */
  readonly languageVersion: string;
  /** For the manifest: file name, URL without credentials, `sample`, `described`, `stdin`. */
  readonly origin: string;
  /** Whether the language's linter looks at every file before anything is written; it does when left out. */
  readonly lint?: boolean;
}

export interface Composed {
  readonly files: readonly OutputFile[];
  readonly late: readonly LateFile[];
  readonly run: RunContract;
  readonly project: ProjectOptions;
  /** Paths of the document's copies. */
  readonly documents: readonly string[];
  /** Paths of the overlays' copies. */
  readonly overlays: readonly string[];
  /** The target's own checks. */
  readonly steps: readonly CheckStep[];
  /** What sessions of `check` set besides credentials. */
  readonly openWith?: Readonly<Record<string, string>>;
}

/** From here on a second thread for formatting is done sooner than one. */
const MANY_OPERATIONS = 200;

/** Plans, renders and adds the document and the manifest. Nothing is written. */
export async function composeProject(
  document: SpecDocument,
  model: ServiceModel,
  options: Options,
  facts: ComposeFacts,
  stages: Stages,
): Promise<Staged<Composed>> {
  const target = await stages.target(options.target);
  if (target === undefined) return bug(`there is no generator for ${options.target}`);
  if (model.operations.length >= MANY_OPERATIONS) await warmFormatter(options.target, facts.lint ?? true, 2);
  const copies = documentCopies(document);
  const project = projectOptions(document, model, options, facts, copies[0]?.path);
  const parts = await stages.parts(project);
  if (!parts.ok) return parts;
  const planned = stages.planProject(model, project, target, parts.value);
  if (!planned.ok) return planned;
  const rendered = await stages.renderPlan(planned.value, target, facts.lint);
  if (!rendered.ok) return { ok: false, diagnostics: [...planned.diagnostics, ...rendered.diagnostics] };
  const run = target.runContract(model, project);
  const overlays = document.overlays ?? [];
  const tree = withCopies(rendered.value, [...copies, ...overlays, toolsCopy(document, model)]);
  const manifest = manifestFiles(tree, {
    generatorVersion: facts.generatorVersion,
    options: manifestOptions(options, document),
    document: {
      ...manifestDocument(document, copies[0]?.path, facts.origin),
      ...(overlays.length === 0 ? {} : { overlays: overlays.map(({ path }) => path) }),
    },
    run,
    languageVersion: facts.languageVersion,
  });
  const files = [...tree.values()].map(({ path, text, mode }) => ({ path, content: text, mode }));
  return {
    ok: true,
    value: {
      files: [...files, ...manifest.files],
      late: manifest.late,
      run,
      project,
      documents: copies.map((copy) => copy.path),
      overlays: overlays.map((copy) => copy.path),
      steps: target.checks(project),
      openWith: Object.assign({}, ...parts.value.map(({ part }) => part.openWith ?? {})),
    },
    diagnostics: [...planned.diagnostics, ...rendered.diagnostics],
  };
}

const bug = (message: string): { ok: false; diagnostics: Diagnostic[] } => ({
  ok: false,
  diagnostics: [problem('internal.bug', `Internal error: ${message}.`)],
});

function projectOptions(
  document: SpecDocument,
  model: ServiceModel,
  options: Options,
  facts: ComposeFacts,
  specFile: string | undefined,
): ProjectOptions {
  return Object.freeze({
    slug: model.service.slug,
    target: options.target,
    preset: options.preset,
    features: options.feature,
    languageVersion: facts.languageVersion,
    transports: (['stdio', 'http'] as const).filter((one) => options.transports.includes(one)),
    generatorVersion: facts.generatorVersion,
    packageManager: options.packageManager,
    ...(specFile === undefined ? {} : { specFile }),
    ...(options.description === undefined || options.description === documentInfo(document)['description']
      ? {}
      : { description: options.description }),
  });
}

type Copy = Pick<RenderedFile, 'path' | 'text'>;

/**
 * The document as it was read: `openapi.json` or `openapi.yaml`, with the files that it refers to in a folder `openapi/`.
 * A document whose files do not lie below its own folder cannot be copied as a tree and is kept bundled in one file.
 */
export function documentCopies(document: SpecDocument): readonly Copy[] {
  const [entry, ...others] = document.files;
  if (entry === undefined) return [];
  if (others.length === 0) return [{ path: `openapi.${formatOf(entry.text)}`, text: entry.text }];
  const safe = document.files.every(
    ({ path }) => /^[A-Za-z0-9._/-]+$/.test(path) && !/(^|\/)\.{0,2}(\/|$)/.test(path),
  );
  if (!safe) return [{ path: 'openapi.json', text: `${JSON.stringify(document.root, null, 2)}\n` }];
  return document.files.map(({ path, text }) => ({ path: `openapi/${path}`, text }));
}

const formatOf = (text: string): 'json' | 'yaml' => (/^\uFEFF?\s*\{/.test(text) ? 'json' : 'yaml');

/** The file in which its owner decides about tools: as given, else with a head that says how. */
const toolsCopy = (document: SpecDocument, model: ServiceModel): Copy => ({
  path: TOOLS_FILE,
  text: document.toolsFile?.text ?? toolsFileHead(model),
});

/** After rendering, so that no formatter touches them. */
function withCopies(tree: RenderedTree, copies: readonly Copy[]): RenderedTree {
  const added = copies.filter((copy) => !tree.has(copy.path));
  return new Map([
    ...tree,
    ...added.map((copy) => [copy.path, { ...copy, owner: 'once' as const, mode: 0o644 }] as const),
  ]);
}

function manifestDocument(
  document: SpecDocument,
  file: string | undefined,
  origin: string,
): ManifestFacts['document'] {
  return {
    ...(file === undefined ? {} : { file }),
    origin,
    text: document.files[0]?.text ?? JSON.stringify(document.root),
  };
}

/** Neither where it is nor where the document was: the same project anywhere has the same manifest. */
const NOT_RECORDED = new Set([
  'dir',
  'spec',
  'sample',
  'overlay',
  'toolsFile',
  'allowRefDir',
  'git',
  'install',
  'check',
]);

/** Texts that the document says itself are left to it: they change when it does. */
function manifestOptions(options: Options, document: SpecDocument): Record<string, unknown> {
  const info = documentInfo(document);
  const rows = ROWS.filter((row) => row.inConfig && !NOT_RECORDED.has(row.key));
  const said = rows.map((row) => [row, options[row.key]] as const);
  const recorded = said.filter(
    ([row, value]) =>
      value !== undefined &&
      !isPlace(row, value) &&
      !(row.key === 'name' && value === info['title']) &&
      !(row.key === 'description' && value === info['description']),
  );
  return Object.fromEntries(recorded.map(([row, value]) => [row.key, value]));
}

/** A program of this machine, given instead of one of the choices. */
const isPlace = (row: OptionRow, value: unknown): boolean =>
  row.choices !== undefined && typeof value === 'string' && isPath(value);

function documentInfo(document: SpecDocument): JsonObject {
  const info = document.root['info'];
  return typeof info === 'object' && info !== null && !Array.isArray(info) ? info : {};
}
