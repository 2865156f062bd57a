import type { BatchFormatter, Formatted, FormatProblem, SourceText } from './types.js';

/** Formats each file as it comes, for formatters that take a millisecond for ten kilobytes. */
export class FormatAtOnce implements BatchFormatter {
  readonly #format: (path: string, text: string) => string;
  readonly #texts: string[] = [];
  readonly #problems: FormatProblem[] = [];

  /** `format` throws for a text that does not parse. */
  constructor(format: (path: string, text: string) => string) {
    this.#format = format;
  }

  add({ path, text }: SourceText): void {
    try {
      this.#texts.push(this.#format(path, text));
    } catch (error) {
      this.#problems.push({ path, message: error instanceof Error ? error.message : String(error) });
      this.#texts.push(text);
    }
  }

  finish(): Promise<Formatted> {
    return Promise.resolve({ texts: this.#texts, problems: this.#problems });
  }
}
