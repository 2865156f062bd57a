import type { Loader } from '../cli/loader.js';
import type { World } from '../cli/world.js';
import { reportText } from '../diagnostics/report.js';
import type { Diagnostic } from '../diagnostics/types.js';
import { type Options, resolveOptions } from '../options/resolve.js';
import { replayCommand } from '../options/replay.js';
import type { Answers } from '../options/table.js';
import { modelOf } from '../pipeline.js';
import { previewOf } from './preview.js';
import { runQuestions } from './run.js';
import { startSession } from './session.js';
import type { Asker, Preview } from './types.js';

export interface QuestionWorld {
  readonly world: World;
  readonly load: Loader;
  readonly folderProblem: (dir: string) => Promise<readonly Diagnostic[]>;
}

export type Asked =
  | { readonly kind: 'answers'; readonly answers: Answers }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed'; readonly diagnostics: readonly Diagnostic[] };

/** Asks for everything that `given` leaves open. A document that `given` names is loaded before the first question. */
export async function askQuestions(
  given: Answers,
  { world, load, folderProblem }: QuestionWorld,
): Promise<Asked> {
  const preview = await givenPreview(given, world, load);
  if (preview !== undefined && 'diagnostics' in preview)
    return { kind: 'failed', diagnostics: preview.diagnostics };
  const start = {
    ...startSession(given, await world.nearbyDocument()),
    ...(preview === undefined ? {} : { preview }),
  };
  const asker = await makeAsker(world);
  asker.tell(world.screen.paint.dim(INTRODUCTION));
  try {
    const answers = await runQuestions(start, {
      asker,
      folderProblem: async (dir) => {
        const found = await folderProblem(dir);
        return found.length === 0 ? undefined : reportText(found, { verbose: true }).trimEnd();
      },
      preview: async (all) => {
        const shown = await loadPreview(all, world, load);
        return 'diagnostics' in shown ? reportText(shown.diagnostics, { verbose: false }).trimEnd() : shown;
      },
      summary: (answers) => summaryText({ ...answers, ...given }, world.version),
    });
    return answers === 'cancelled' ? { kind: 'cancelled' } : { kind: 'answers', answers };
  } finally {
    asker.close();
  }
}

type Failure = { readonly diagnostics: readonly Diagnostic[] };

async function givenPreview(
  given: Answers,
  world: World,
  load: Loader,
): Promise<Preview | Failure | undefined> {
  const named = given.spec !== undefined || given.sample === true || given.baseUrl !== undefined;
  return named ? loadPreview(given, world, load) : undefined;
}

/** The document with every operation as a tool, for titles and costs. */
async function loadPreview(answers: Answers, world: World, load: Loader): Promise<Preview | Failure> {
  const options = resolveOptions({ flags: answers, config: {}, answers: {}, preset: {} });
  if (!options.ok) return options;
  const loaded = await load(options.value);
  if (!loaded.ok) return loaded;
  const all: Options = { ...options.value, tools: 'all' };
  const model = modelOf(loaded.value.document, all, await world.stages());
  return model.ok ? previewOf(model.value) : model;
}

async function makeAsker(world: World): Promise<Asker> {
  const during: Asker['during'] = async (title, work) => {
    const step = world.screen.step(title);
    const result = await work();
    step.end(typeof result === 'string' ? 'failed' : 'ok');
    return result;
  };
  if (!world.drawsPrompts) {
    const { plainAsker } = await import('./plain.js');
    return plainAsker({ input: process.stdin, write: (text) => void process.stdout.write(text), during });
  }
  const { clackAsker } = await import('./clack.js');
  return clackAsker({ input: process.stdin, output: process.stdout, during });
}

const INTRODUCTION = 'An MCP server from an OpenAPI document. Esc: one question back. Ctrl-C: quit.';

function summaryText(answers: Answers, version: string): string {
  const document = answers.spec ?? answers.baseUrl ?? 'the sample';
  return [
    '',
    `${answers.name ?? 'The server'} in ${answers.dir ?? ''}, from ${document}, tools: ${answers.tools ?? 'auto'}`,
    'The same without questions:',
    `  ${replayCommand(answers, version)}`,
    '',
  ].join('\n');
}
