import { setFlagsFromString } from 'node:v8';
import { packageVersion } from './cli/package.js';
import { ignoreClosedPipes } from './cli/pipes.js';
import { show } from './cli/wrap.js';
import { EXIT, type ExitCode } from './diagnostics/types.js';

// A run is a second of code that is mostly new: V8 spends a quarter of its time optimising what is hardly run again. It is to
// wait until a function is hotter than usual. Measured with GitHub's document, CPU with and without: Node 20 2.8 and 3.5 s, Node
// 22 3.0 and 3.8 s. The flag's name depends on the version, and V8 complains of a name that it does not know.
const OPTIMISE_LATER: Readonly<Record<string, string>> = {
  20: '--interrupt-budget=600000',
  22: '--invocation-count-for-turbofan=30000',
  24: '--invocation-count-for-turbofan=30000',
};
const later = OPTIMISE_LATER[process.versions.node.split('.')[0] ?? ''];
if (later !== undefined) setFlagsFromString(later);

/** The only place that ends the process: what was printed must have left before. */
async function leave(code: ExitCode): Promise<never> {
  await Promise.all(
    [process.stdout, process.stderr].map((stream) => new Promise((done) => stream.write('', done))),
  );
  process.exit(code);
}

/** Nothing will be asked and nothing says that another formatter is wanted: it may load while the commands do. */
const writesSoon = (argv: readonly string[]): boolean =>
  argv.includes('--yes') && !argv.some((word) => /^(--target|--dump-model|-h$|--help$)/.test(word));

async function warmUp(lint: boolean): Promise<void> {
  const [{ DEFAULT_TARGET }, { warmFormatter }] = await Promise.all([
    import('./options/default-target.js'),
    import('./format/warm.js'),
  ]);
  await warmFormatter(DEFAULT_TARGET, lint);
}

/** Does at once what is quick: --help and --version wait neither for a parser nor for the commands. */
async function main(argv: readonly string[]): Promise<ExitCode> {
  ignoreClosedPipes();
  const [first] = argv;
  if (argv.length === 1 && (first === '--version' || first === '-V')) {
    process.stdout.write(`${packageVersion()}\n`);
    return EXIT.ok;
  }
  if (argv.length === 1 && (first === '--help' || first === '-h')) {
    const { helpText } = await import('./cli/help.js');
    show(helpText());
    return EXIT.ok;
  }
  // Waited for: what loads beside it would take its time.
  if (writesSoon(argv)) await warmUp(!argv.includes('--no-check'));
  const commands = await import('./cli/commands.js');
  return commands.run(argv, leave);
}

async function reportBug(error: unknown): Promise<ExitCode> {
  const commands = await import('./cli/commands.js');
  return commands.reportBug(error, process.argv);
}

await leave(await main(process.argv.slice(2)).catch(reportBug));
