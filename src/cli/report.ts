import type { Composed } from '../compose.js';
import { visible } from '../diagnostics/visible.js';
import type { ServiceModel } from '../model/types.js';
import { thousands } from '../options/numbers.js';
import { shellWord } from '../options/replay.js';
import type { RunContract } from '../plan/types.js';
import type { CheckReport, WrittenProject } from '../stages.js';
import type { OutputFile } from '../write/project.js';
import type { Finished } from './finish.js';
import type { Job } from './produce.js';
import type { Paint } from './screen.js';

/** `Bookshop: 7 tools for 7 operations, about 1,900 tokens in a model's context`. */
export function toolsText(model: ServiceModel): string {
  const title = visible(model.service.title.spec).slice(0, 80);
  const count = `${counted(model.tools.length, 'tool')} for ${counted(model.operations.length, 'operation')}`;
  if (model.toolMode === 'dynamic') {
    return `${title}: ${count}, found through search_operations, describe_operation and call_operation`;
  }
  return `${title}: ${count}, about ${thousands(tokens(model))} tokens in a model's context`;
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

const tokens = (model: ServiceModel): number => model.tools.reduce((sum, tool) => sum + tool.tokens, 0);

export interface FileSize {
  readonly path: string;
  readonly bytes: number;
}

export const sizesOf = (files: readonly OutputFile[]): FileSize[] =>
  files.map(({ path, content }) => ({ path, bytes: Buffer.byteLength(content) }));

/** Of all files that a project will have. */
export async function fileSizes({ files, late }: Composed): Promise<FileSize[]> {
  const made = late.map(async ({ path, content }) => ({ path, bytes: (await content()).length }));
  return [...sizesOf(files), ...(await Promise.all(made))];
}

/** Sizes and paths, sorted by path, with the sum at the end. */
export function fileListText(files: readonly FileSize[], dir: string): string {
  const sorted = files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const lines = sorted.map(({ path, bytes }) => `${sizeText(bytes).padStart(10)}  ${path}`);
  const sum = sizeText(files.reduce((total, { bytes }) => total + bytes, 0));
  return [`\n${files.length} files for ${dir}, ${sum}:`, ...lines].join('\n');
}

/** `312 B`, `4.1 KB`. */
function sizeText(bytes: number): string {
  return bytes < 1000 ? `${bytes} B` : `${(bytes / 1000).toFixed(1)} KB`;
}

/** What was made and proven, what to do next, and how to make it again. */
export function createdText(
  job: Job,
  composed: Composed,
  written: WrittenProject,
  finished: Finished,
  replay: string,
  paint: Paint,
): string {
  const { dir } = job.options;
  const kept = written.kept.length === 0 ? [] : [`Kept as they were: ${written.kept.join(', ')}`];
  return [
    '',
    paint.bold(`${written.dir}: ${written.created.length} files`),
    ...kept,
    ...provenLines(finished.report, paint),
    '',
    'Next',
    ...nextSteps(dir, composed.run, finished.installed).map((step) => `  ${step}`),
    '',
    'The same again, without questions',
    `  ${replay}`,
  ].join('\n');
}

/** Which steps succeeded, in the order of the list and not in that of their ends, or how many failed. */
export function provenLines(report: CheckReport | undefined, paint: Paint): string[] {
  if (report === undefined) return ['Not installed and not checked.'];
  const count = (status: 'ok' | 'failed' | 'skipped'): number =>
    report.results.filter((result) => result.status === status).length;
  const skipped = count('skipped') === 0 ? '' : `, ${count('skipped')} skipped`;
  const proven = report.results.filter(({ status }) => status === 'ok').map(({ title }) => title);
  if (count('failed') === 0) {
    return [`${paint.green(`${counted(count('ok'), 'step')} succeeded${skipped}`)}: ${proven.join(', ')}`];
  }
  return [paint.red(`${count('failed')} of ${report.results.length} steps failed${skipped}`)];
}

/** Commands that work when they are pasted into a POSIX shell. */
function nextSteps(dir: string, run: RunContract, installed: boolean): string[] {
  const secrets = Object.entries(run.env).filter(
    ([meaning]) => meaning !== 'baseUrl' && meaning !== 'timeout',
  );
  const names = secrets.map(([, name]) => name).join(', ');
  return [
    `cd ${shellWord(dir)}`,
    ...(installed ? [] : ['make install']),
    ...(names === '' ? [] : [`cp .env.example .env   # then set ${names}`]),
    'make serve             # over HTTP; README.md shows how clients start it',
  ];
}

/** What happened after writing; part of the `--json` result. */
export const finishedJson = (finished: Finished): Record<string, unknown> => ({
  installed: finished.installed,
  ...(finished.git === undefined ? {} : { git: finished.git }),
  ...(finished.report === undefined
    ? {}
    : { checks: { ok: finished.report.ok, results: finished.report.results } }),
});

/** The service and its tools; part of the `--json` result. */
export const modelJson = (model: ServiceModel): Record<string, unknown> => ({
  service: { title: model.service.title.spec, slug: model.service.slug },
  tools: {
    mode: model.toolMode,
    count: model.tools.length,
    tokens: tokens(model),
    names: model.tools.map((tool) => tool.name),
  },
});

/** What programs want to know of a project; part of the `--json` result. */
export async function projectJson(
  job: Job,
  composed: Composed,
  replay: string,
): Promise<Record<string, unknown>> {
  const { model, options } = job;
  return {
    dir: options.dir,
    ...modelJson(model),
    run: composed.run,
    files: await fileSizes(composed),
    replay,
  };
}
