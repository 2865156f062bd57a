import { readFile } from 'node:fs/promises';
import { fixOf } from '../diagnostics/catalogue.js';
import { type Diagnostic, EXIT, type ExitCode } from '../diagnostics/types.js';
import { visible } from '../diagnostics/visible.js';
import { hideInJson } from '../escape/quote.js';
import type { Answers } from '../options/table.js';
import { loadStages } from '../pipeline.js';
import { disk } from '../write/disk.js';
import { create } from './create.js';
import { listenForSignals } from './interrupt.js';
import { nearbyDocument, readStdin, realScreen, showCursor, specWorld, whyNotAsk } from './io.js';
import { type Outcome, outcomeJson } from './outcome.js';
import { packageVersion, samplePath } from './package.js';
import { type Parsed, parseArguments } from './parse.js';
import type { RegenerateFlags } from './regenerate/flags.js';
import type { Screen } from './screen.js';
import type { World } from './world.js';
import { show, wrapped } from './wrap.js';

/** Ends the process when all output has left. */
export type Leave = (code: ExitCode) => Promise<never>;

/** What `--json` prints: the only thing on stdout. A text of a document can hold what a terminal or a reader does not show. */
const print = (value: unknown): void => {
  process.stdout.write(`${hideInJson(JSON.stringify(value, null, 2))}\n`);
};
const printJson = (outcome: Outcome): void => print(outcomeJson(outcome, packageVersion()));

/** Runs what the arguments ask for. */
export async function run(argv: readonly string[], leave: Leave): Promise<ExitCode> {
  const json = argv.includes('--json');
  const parsed = parseArguments(argv, process.env);
  switch (parsed.kind) {
    case 'create':
      return runCreate(parsed.flags, json, leave);
    case 'regenerate':
      return runRegenerate(parsed.argv, json, leave);
    case 'add':
    case 'remove':
      return runChange(parsed.kind, parsed.argv, json, leave);
    case 'check':
      return runCheck(parsed.argv, json, leave);
    case 'migrate':
      return runMigrate(parsed.argv, json, leave);
    case 'inspect':
      return runInspect(parsed, json, leave);
    case 'inspect-help': {
      const { inspectHelp } = await import('./inspect/help.js');
      show(inspectHelp());
      return EXIT.ok;
    }
    case 'wrong':
      return refuse(parsed.diagnostics, json);
    case 'version':
      process.stdout.write(`${packageVersion()}\n`);
      return EXIT.ok;
    case 'help': {
      const { helpText } = await import('./help.js');
      show(helpText());
      return EXIT.ok;
    }
    default:
      return parsed satisfies never;
  }
}

/** Says what is wrong with the command line. */
function refuse(diagnostics: readonly Diagnostic[], json: boolean): ExitCode {
  const columns = process.stderr.isTTY ? process.stderr.columns : Number.POSITIVE_INFINITY;
  for (const diagnostic of diagnostics) {
    const line = `${diagnostic.code}  ${diagnostic.message} ${fixOf(diagnostic)}`;
    process.stderr.write(`${wrapped(line, columns)}\n`);
  }
  if (json) printJson({ exitCode: EXIT.input, diagnostics, json: {} });
  return EXIT.input;
}

/** A mistake of ours: one line, and the details in a file that can be sent. */
export async function reportBug(error: unknown, argv: readonly string[]): Promise<ExitCode> {
  const { writeBugReport } = await import('./bug.js');
  const where = await writeBugReport(error, packageVersion());
  const message = error instanceof Error ? error.message : String(error);
  const diagnostic: Diagnostic = {
    code: 'internal.bug',
    severity: 'error',
    message: `Internal error: ${visible(message)}. Nothing half-made is left.`,
    fix: `Please report it${where === undefined ? '' : ` with ${where}`}.`,
  };
  process.stderr.write(`${diagnostic.code}  ${diagnostic.message} ${diagnostic.fix}\n`);
  if (argv.includes('--verbose') && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  if (argv.includes('--json')) printJson({ exitCode: EXIT.bug, diagnostics: [diagnostic], json: {} });
  return EXIT.bug;
}

/** Creates a project, or asks for one. `leave` ends the process after a signal. */
async function runCreate(flags: Answers, json: boolean, leave: Leave): Promise<ExitCode> {
  const screen = realScreen(json, process.env);
  let kept: string | undefined;
  const interrupts = listenForSignals((code) => {
    screen.close();
    showCursor(process.env);
    screen.complain(kept === undefined ? CANCELLED : `Stopped. The project in ${kept} is kept.`);
    void leave(code);
  });
  const world: World = {
    ...interrupts,
    ...realWorld(screen),
    onWritten: (dir) => {
      kept = dir;
    },
  };
  const outcome = await create(flags, world);
  screen.close();
  if (outcome.exitCode === EXIT.cancelled) screen.complain(CANCELLED);
  if (flags.dumpModel === true && 'model' in outcome.json) {
    print(outcome.json['model']);
  } else if (json) printJson(outcome);
  return outcome.exitCode;
}

/** Makes a project again. */
async function runRegenerate(argv: readonly string[], json: boolean, leave: Leave): Promise<ExitCode> {
  const { parseRegenerate } = await import('./regenerate/flags.js');
  const parsed = parseRegenerate(argv);
  if (!parsed.ok) return refuse(parsed.diagnostics, json);
  if (parsed.value === 'help') {
    const { REGENERATE_HELP } = await import('./regenerate/help.js');
    show(REGENERATE_HELP);
    return EXIT.ok;
  }
  return runPlanned(parsed.value, json, leave);
}

/** Adds or removes tools: a regeneration with a changed answer. */
async function runChange(
  verb: 'add' | 'remove',
  argv: readonly string[],
  json: boolean,
  leave: Leave,
): Promise<ExitCode> {
  const { parseChange } = await import('./regenerate/change/flags.js');
  const parsed = parseChange(verb, argv);
  if (!parsed.ok) return refuse(parsed.diagnostics, json);
  if (parsed.value === 'help') {
    const { changeHelp } = await import('./regenerate/change/help.js');
    process.stdout.write(changeHelp(verb));
    return EXIT.ok;
  }
  return runPlanned(parsed.value, json, leave);
}

async function runPlanned(flags: RegenerateFlags, json: boolean, leave: Leave): Promise<ExitCode> {
  const screen = realScreen(json, process.env);
  // Files are put in place without a pause in which a signal could be heard: what is stopped has written nothing.
  const interrupts = listenForSignals((code) => {
    screen.close();
    screen.complain(flags.all === undefined ? CANCELLED : STOPPED_ALL);
    void leave(code);
  });
  const world: World = { ...interrupts, ...realWorld(screen), onWritten: () => undefined };
  const { writeSummary } = await import('./regenerate/summary.js');
  const outcome = await writeSummary(flags, await regenerateOneOrAll(flags, world), world);
  screen.close();
  if (json) printJson(outcome);
  return outcome.exitCode;
}

/** Checks a project that exists. */
async function runCheck(argv: readonly string[], json: boolean, leave: Leave): Promise<ExitCode> {
  const { parseCheck } = await import('./check/flags.js');
  const parsed = parseCheck(argv);
  if (!parsed.ok) return refuse(parsed.diagnostics, json);
  if (parsed.value === 'help') {
    const { CHECK_HELP } = await import('./check/help.js');
    show(CHECK_HELP);
    return EXIT.ok;
  }
  const { checkProject } = await import('./check/index.js');
  const screen = realScreen(json, process.env);
  const interrupts = listenForSignals((code) => {
    screen.close();
    screen.complain('Stopped.');
    void leave(code);
  });
  const world = { ...interrupts, ...realWorld(screen), onWritten: () => undefined };
  const outcome = await checkProject(parsed.value, world);
  screen.close();
  if (json) printJson(outcome);
  return outcome.exitCode;
}

async function regenerateOneOrAll(flags: RegenerateFlags, world: World): Promise<Outcome> {
  const { all } = flags;
  if (all === undefined) {
    const { regenerate } = await import('./regenerate/index.js');
    return regenerate(flags, world);
  }
  const { regenerateAll } = await import('./regenerate/fleet/index.js');
  const { processRunner } = await import('./regenerate/fleet/run-project.js');
  return regenerateAll({ ...flags, all }, world, processRunner(process.argv[1] ?? '', world));
}

/** Makes a project of an existing server. */
async function runMigrate(argv: readonly string[], json: boolean, leave: Leave): Promise<ExitCode> {
  const { parseMigrate } = await import('./migrate/flags.js');
  const parsed = parseMigrate(argv);
  if (!parsed.ok) return refuse(parsed.diagnostics, json);
  if (parsed.value === 'help') {
    const { MIGRATE_HELP } = await import('./migrate/help.js');
    show(MIGRATE_HELP);
    return EXIT.ok;
  }
  const { migrateExisting } = await import('./migrate/index.js');
  const screen = realScreen(json, process.env);
  let kept: string | undefined;
  const interrupts = listenForSignals((code) => {
    screen.close();
    screen.complain(kept === undefined ? CANCELLED : `Stopped. The project in ${kept} is kept.`);
    void leave(code);
  });
  const onWritten = (dir: string): void => {
    kept = dir;
  };
  const outcome = await migrateExisting(parsed.value, { ...interrupts, ...realWorld(screen), onWritten });
  screen.close();
  if (json) printJson(outcome);
  return outcome.exitCode;
}

/** Says what would be made of a document. */
async function runInspect(
  { flags, files }: Extract<Parsed, { kind: 'inspect' }>,
  json: boolean,
  leave: Leave,
): Promise<ExitCode> {
  const { inspect } = await import('./inspect/index.js');
  const screen = realScreen(json, process.env);
  const interrupts = listenForSignals((code) => void leave(code));
  const world = { ...interrupts, ...realWorld(screen), onWritten: () => undefined };
  const outcome = await inspect(flags, world, files);
  screen.close();
  if (json) printJson(outcome);
  return outcome.exitCode;
}

const STOPPED_ALL =
  'Stopped. Each project is as it was or whole; a run that had begun to write is finished by the next one.';
const CANCELLED = 'Cancelled, nothing was written.';

function realWorld(screen: Screen): Omit<World, 'signal' | 'onInterrupt' | 'onWritten'> {
  const cwd = process.cwd();
  const whyNot = whyNotAsk(process.env);
  return {
    version: packageVersion(),
    cwd,
    env: process.env,
    screen,
    canAsk: whyNot === '',
    whyNot,
    drawsPrompts: process.env['TERM'] !== 'dumb',
    nearbyDocument: () => nearbyDocument(cwd),
    spec: specWorld(cwd),
    readStdin,
    storage: disk,
    sample: () => readFile(samplePath(), 'utf8'),
    stages: loadStages,
    // Only has to differ from that of another run at the same moment: no reason to load node:crypto at every start.
    token: () => `${process.pid.toString(36)}${Math.random().toString(36).slice(2, 8)}`,
  };
}
