import type { Diagnostic, Staged } from '../diagnostics/types.js';
import type { RenderedFile, RenderedTree } from '../plan/types.js';
import { parseData } from './data.js';
import { formatFor, isFormatConfig } from './languages.js';
import type { BatchFormatter, FormatProblem, LanguageFormat } from './types.js';

const toDiagnostic = ({ path, message }: FormatProblem): Diagnostic => ({
  code: 'internal.render',
  severity: 'error',
  message: `${path}: ${message.split('\n')[0]}`,
  place: { file: path },
});

function dataProblem({ path, text }: RenderedFile): FormatProblem | undefined {
  try {
    parseData(path, text);
    return undefined;
  } catch (error) {
    return { path, message: error instanceof Error ? error.message : String(error) };
  }
}

/** One newline at the end, none before it, no blanks at line ends: what every formatter would do. */
const tidy = (text: string): string => (text === '' ? '' : `${text.replace(/[ \t]+$/gm, '').trimEnd()}\n`);

/** The files of one language, and what formats them. */
interface Batch {
  readonly formatter: BatchFormatter;
  readonly files: RenderedFile[];
}

/**
 * Formatters and parsers per language. Files are added as they are rendered, those that say how to format first, so that
 * formatting goes on meanwhile; nothing is returned unless every file is what its name says.
 */
export class TreeFormatter {
  readonly #files = new Map<string, RenderedFile>();
  readonly #configs = new Map<string, string>();
  readonly #batches = new Map<LanguageFormat, Batch>();
  readonly #problems: FormatProblem[] = [];
  readonly #lint: boolean;

  constructor(lint: boolean) {
    this.#lint = lint;
  }

  /** `settled`: known to be right already, see `src/render/settled.ts`. */
  add(file: RenderedFile, settled = false): void {
    const problem = settled ? undefined : dataProblem(file);
    if (problem !== undefined) this.#problems.push(problem);
    const tidied = /(\.md|Makefile|Dockerfile)$/.test(file.path) ? { ...file, text: tidy(file.text) } : file;
    this.#files.set(file.path, tidied);
    if (problem === undefined && isFormatConfig(file.path)) this.#configs.set(file.path, file.text);
    const batch = settled ? undefined : this.#batchFor(file.path);
    batch?.files.push(file);
    batch?.formatter.add(file);
  }

  #batchFor(path: string): Batch | undefined {
    const language = formatFor(path);
    if (language === undefined) return undefined;
    const known = this.#batches.get(language);
    const config = language.config === '' ? '' : this.#configs.get(language.config);
    if (known !== undefined || config === undefined) return known;
    const batch = { formatter: language.many(config, this.#lint), files: [] };
    this.#batches.set(language, batch);
    return batch;
  }

  async finish(): Promise<Staged<RenderedTree>> {
    const formatted = await Promise.all(
      [...this.#batches.values()].map(async ({ formatter, files }) => ({
        files,
        ...(await formatter.finish()),
      })),
    );
    const problems = [...this.#problems, ...formatted.flatMap((batch) => batch.problems)];
    if (problems.length > 0) return { ok: false, diagnostics: problems.map(toDiagnostic) };
    for (const { files, texts } of formatted) {
      for (const [index, file] of files.entries()) {
        this.#files.set(file.path, { ...file, text: texts[index] ?? file.text });
      }
    }
    return { ok: true, value: this.#files, diagnostics: [] };
  }
}
