import type { FormatProblem, SourceText } from './types.js';

export interface Batch {
  readonly id: number;
  readonly lint: boolean;
  readonly options: Readonly<Record<string, unknown>>;
  readonly files: readonly SourceText[];
}
export interface BatchAnswer {
  readonly id: number;
  /** In the order of the batch's files. */
  readonly texts: readonly string[];
  readonly problems: readonly FormatProblem[];
}

interface Workspace {
  format(text: string): string;
  check(text: string): { code: string | null; message: string; start_location: { row: number } }[];
}
interface Ruff {
  readonly Workspace: new (options: Batch['options'], encoding: number) => Workspace;
  readonly PositionEncoding: { readonly Utf16: number };
}
/** A text to format and lint before anything is asked for, see `warm-up.ts`. */
export type WarmUp = Pick<Batch, 'options' | 'lint'> & Pick<SourceText, 'text'>;
interface Port {
  on(event: 'message', listener: (batch: Batch | 'end') => void): unknown;
  close(): void;
  postMessage(answer: BatchAnswer): void;
}

/**
 * Formats, then lints what came out if that is asked for: a finding is a problem just like a syntax error, because the generator
 * must have written clean code. Self-contained: its source text is what the thread runs (the program is one bundled file).
 */
export function formatBatches(ruff: Ruff, port: Port, warmUp: WarmUp): void {
  let key = '';
  let workspace: Workspace | undefined;
  const workspaceFor = (options: Batch['options']): Workspace => {
    const wanted = JSON.stringify(options);
    if (workspace === undefined || wanted !== key)
      workspace = new ruff.Workspace(options, ruff.PositionEncoding.Utf16);
    key = wanted;
    return workspace;
  };
  const warm = workspaceFor(warmUp.options);
  const tidy = warm.format(warmUp.text);
  if (warmUp.lint) warm.check(tidy);
  port.on('message', (batch) => {
    if (batch === 'end') return port.close();
    const { id, options, files, lint } = batch;
    const problems: FormatProblem[] = [];
    const texts = files.map(({ path, text }) => {
      try {
        const formatted = workspaceFor(options).format(text);
        for (const found of lint ? workspaceFor(options).check(formatted) : []) {
          const line = found.start_location.row;
          problems.push({ path, message: `line ${line}: ${found.code ?? ''} ${found.message}` });
        }
        return formatted;
      } catch (error) {
        problems.push({ path, message: error instanceof Error ? error.message : String(error) });
        return text;
      }
    });
    port.postMessage({ id, texts, problems });
  });
}
