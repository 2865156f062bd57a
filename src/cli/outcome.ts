import { reportJson, reportText } from '../diagnostics/report.js';
import { type Diagnostic, EXIT, type ExitCode } from '../diagnostics/types.js';
import type { World } from './world.js';
import { wrapped } from './wrap.js';

/** How a command ended; `json` is what `--json` prints beside `ok`, `exitCode` and `diagnostics`. */
export interface Outcome {
  readonly exitCode: ExitCode;
  readonly diagnostics: readonly Diagnostic[];
  readonly json: Readonly<Record<string, unknown>>;
}

/** The object of `--json`; the same keys in success and failure. */
export function outcomeJson(outcome: Outcome, version: string): Record<string, unknown> {
  return {
    ok: outcome.exitCode === EXIT.ok,
    exitCode: outcome.exitCode,
    version,
    ...outcome.json,
    diagnostics: reportJson(outcome.diagnostics),
  };
}

/** Ends with errors: prints them, and chooses between the user's and our own mistake. */
export async function failure(
  diagnostics: readonly Diagnostic[],
  world: World,
  verbose: boolean,
  json: Readonly<Record<string, unknown>> = {},
): Promise<Outcome> {
  await printDiagnostics(diagnostics, world, verbose);
  const bug = diagnostics.some(({ code, severity }) => severity === 'error' && code.startsWith('internal.'));
  return { exitCode: bug ? EXIT.bug : EXIT.input, diagnostics, json };
}

/** Prints findings on stderr, errors with an excerpt of the source where it can be read. */
export async function printDiagnostics(
  diagnostics: readonly Diagnostic[],
  world: World,
  verbose: boolean,
): Promise<void> {
  const sources = await sourcesOf(diagnostics, world);
  const text = reportText(diagnostics, { verbose, sourceOf: (file) => sources.get(file) });
  if (text !== '') world.screen.complain(wrapped(text.trimEnd(), world.screen.columns));
}

const MAX_SOURCE_BYTES = 20_000_000;

export async function sourcesOf(
  diagnostics: readonly Diagnostic[],
  world: World,
): Promise<Map<string, string>> {
  const names = new Set(
    diagnostics.filter(({ place }) => place?.line !== undefined).map(({ place }) => place?.file),
  );
  const sources = new Map<string, string>();
  for (const name of names) {
    if (name === undefined || /^https?:|^</.test(name)) continue;
    try {
      const bytes = await world.spec.readFile(name);
      if (bytes.length < MAX_SOURCE_BYTES) sources.set(name, new TextDecoder().decode(bytes));
    } catch {
      // The excerpt is a help, not the message: a file that cannot be read again is shown by its place only.
    }
  }
  return sources;
}
