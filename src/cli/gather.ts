import { basename, resolve } from 'node:path';
import { problem } from '../diagnostics/catalogue.js';
import type { Staged } from '../diagnostics/types.js';
import { type Options, resolveOptions } from '../options/resolve.js';
import type { Answers } from '../options/table.js';
import { newFolderProblem } from '../options/values.js';
import type { SpecDocument, WriteMode } from '../stages.js';
import { writeProblem } from '../write/errors.js';
import { inspectTarget } from '../write/target.js';
import { warmFormatter } from '../format/warm.js';
import { isComplete, missingAnswers, readAnswersFile } from './answers.js';
import { createLoader, type Loader } from './loader.js';
import type { World } from './world.js';

/** All that was said, and the document that it names. */
export interface Gathered {
  readonly options: Options;
  readonly document: SpecDocument;
  readonly origin: string;
}

/**
 * Flags, answers file and questions, then the document. What can be refused is refused before the first question and
 * before the document is read.
 */
export async function gather(flags: Answers, world: World): Promise<Staged<Gathered | 'cancelled'>> {
  const config = await readAnswersFile(flags.config, world);
  if (!config.ok) return config;
  const given = resolveOptions({ flags, config: config.value, answers: {}, preset: {} });
  if (!given.ok) return given;
  const folder = await checkFolder(given.value, world);
  if (folder !== undefined) return folder;
  const load = createLoader(world);
  const isSaid = flags.config !== undefined && isComplete({ ...config.value, ...flags });
  if (isSaid || asksNothing(given.value, world)) {
    const missing =
      given.value.yes || given.value.dumpModel ? undefined : missingAnswers(given.value, world.whyNot);
    return missing === undefined ? loadFor(given.value, load) : { ok: false, diagnostics: [missing] };
  }
  const { askQuestions } = await import('../prompts/index.js');
  const folderProblem = async (dir: string) =>
    (await checkFolder({ ...given.value, dir }, world))?.diagnostics ?? [];
  const asked = await askQuestions({ ...config.value, ...flags }, { world, load, folderProblem });
  if (asked.kind === 'failed') return { ok: false, diagnostics: asked.diagnostics };
  if (asked.kind === 'cancelled') return { ok: true, value: 'cancelled', diagnostics: [] };
  const options = resolveOptions({ flags, config: config.value, answers: asked.answers, preset: {} });
  return options.ok ? loadFor(options.value, load) : options;
}

const asksNothing = (options: Options, world: World): boolean =>
  options.yes || options.json || options.dumpModel || !world.canAsk;

/** Refuses a folder that cannot be written to, whatever will be in it. */
export async function checkFolder(
  options: Pick<Options, 'dir' | 'overwrite' | 'merge'>,
  world: World,
): Promise<{ ok: false; diagnostics: ReturnType<typeof problem>[] } | undefined> {
  if (options.dir === undefined) return undefined;
  const target = resolve(world.cwd, options.dir);
  try {
    if ((await world.storage.kind(target)) === 'none') {
      const bad = newFolderProblem(basename(target));
      return bad === undefined
        ? undefined
        : { ok: false, diagnostics: [problem('cli.name', bad.message, { fix: bad.fix })] };
    }
    const state = await inspectTarget(world.storage, target, options.dir, writeMode(options), []);
    return state.ok ? undefined : { ok: false, diagnostics: [...state.diagnostics] };
  } catch (error) {
    const bad = newFolderProblem(basename(target));
    const found =
      bad === undefined
        ? writeProblem(error, options.dir)
        : problem('cli.name', bad.message, { fix: bad.fix });
    return { ok: false, diagnostics: [found] };
  }
}

export const writeMode = (options: Pick<Options, 'overwrite' | 'merge'>): WriteMode =>
  options.overwrite ? 'overwrite' : options.merge ? 'merge' : 'new';

/** The answers are complete: what they lead to gets ready while the document is read. */
async function loadFor(options: Options, load: Loader): Promise<Staged<Gathered>> {
  if (!options.dumpModel) void warmFormatter(options.target, options.check);
  const loaded = await load(options);
  return loaded.ok ? { ...loaded, value: { options, ...loaded.value } } : loaded;
}
