import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { create } from './cli/create.js';
import {
  ignoreClosedPipes,
  nearbyDocument,
  readStdin,
  realScreen,
  showCursor,
  specWorld,
  whyNotAsk,
} from './cli/io.js';
import { listenForSignals } from './cli/interrupt.js';
import { type Outcome, outcomeJson } from './cli/outcome.js';
import { packageVersion, samplePath } from './cli/package.js';
import { type Parsed, parseArguments } from './cli/parse.js';
import type { Screen } from './cli/screen.js';
import type { World } from './cli/world.js';
import { fixOf } from './diagnostics/catalogue.js';
import { type Diagnostic, EXIT, type ExitCode } from './diagnostics/types.js';
import type { Answers } from './options/table.js';
import { loadStages } from './pipeline.js';
import { disk } from './write/disk.js';

/** The only place that ends the process: what was printed must have left before. */
async function leave(code: ExitCode): Promise<never> {
  await Promise.all(
    [process.stdout, process.stderr].map((stream) => new Promise((done) => stream.write('', done))),
  );
  process.exit(code);
}

async function main(argv: readonly string[]): Promise<ExitCode> {
  ignoreClosedPipes();
  const json = argv.includes('--json');
  const parsed = parseArguments(argv, process.env);
  if (parsed.kind === 'create') return runCreate(parsed.flags, json);
  return answer(parsed, json);
}

async function answer(parsed: Exclude<Parsed, { kind: 'create' }>, json: boolean): Promise<ExitCode> {
  switch (parsed.kind) {
    case 'regenerate':
      return runRegenerate(parsed.argv, json);
    case 'version':
      process.stdout.write(`${packageVersion()}\n`);
      return EXIT.ok;
    case 'help': {
      const { helpText } = await import('./cli/help.js');
      process.stdout.write(helpText());
      return EXIT.ok;
    }
    case 'wrong':
      complain(parsed.diagnostics);
      if (json) printJson({ exitCode: EXIT.input, diagnostics: parsed.diagnostics, json: {} });
      return EXIT.input;
    default:
      return parsed satisfies never;
  }
}

function complain(diagnostics: readonly Diagnostic[]): void {
  for (const diagnostic of diagnostics) {
    process.stderr.write(`${diagnostic.code}  ${diagnostic.message} ${fixOf(diagnostic)}\n`);
  }
}

const printJson = (outcome: Outcome): void => {
  process.stdout.write(`${JSON.stringify(outcomeJson(outcome, packageVersion()), null, 2)}\n`);
};

async function runCreate(flags: Answers, json: boolean): Promise<ExitCode> {
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
    process.stdout.write(`${JSON.stringify(outcome.json['model'], null, 2)}\n`);
  } else if (json) printJson(outcome);
  return outcome.exitCode;
}

async function runRegenerate(argv: readonly string[], json: boolean): Promise<ExitCode> {
  const { parseRegenerate } = await import('./cli/regenerate/flags.js');
  const parsed = parseRegenerate(argv);
  if (!parsed.ok) return answer({ kind: 'wrong', diagnostics: parsed.diagnostics }, json);
  if (parsed.value === 'help') {
    const { REGENERATE_HELP } = await import('./cli/regenerate/help.js');
    process.stdout.write(REGENERATE_HELP);
    return EXIT.ok;
  }
  const { regenerate } = await import('./cli/regenerate/index.js');
  const screen = realScreen(json, process.env);
  // Files are put in place without a pause in which a signal could be heard: what is stopped has written nothing.
  const interrupts = listenForSignals((code) => {
    screen.close();
    screen.complain(CANCELLED);
    void leave(code);
  });
  const outcome = await regenerate(parsed.value, {
    ...interrupts,
    ...realWorld(screen),
    onWritten: () => undefined,
  });
  screen.close();
  if (json) printJson(outcome);
  return outcome.exitCode;
}

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
    token: () => randomBytes(5).toString('hex'),
  };
}

/** A mistake of ours: one line, and the details in a file that can be sent. */
async function reportBug(error: unknown): Promise<ExitCode> {
  const { writeBugReport } = await import('./cli/bug.js');
  const where = await writeBugReport(error, packageVersion());
  process.stderr.write(
    `internal.bug  Internal error: ${error instanceof Error ? error.message : String(error)}. `,
  );
  process.stderr.write(
    `Nothing half-made is left. Please report it${where === undefined ? '' : ` with ${where}`}.\n`,
  );
  if (process.argv.includes('--verbose') && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  if (process.argv.includes('--json')) {
    const diagnostic: Diagnostic = { code: 'internal.bug', severity: 'error', message: String(error) };
    printJson({ exitCode: EXIT.bug, diagnostics: [diagnostic], json: {} });
  }
  return EXIT.bug;
}

await leave(await main(process.argv.slice(2)).catch(reportBug));
