import { format, initSync } from '@wasm-fmt/gofmt/web';
import { wasmFile } from './bundled.js';
import type { BatchFormatter, FormatProblem, LanguageFormat, SourceText } from './types.js';

/** gofmt itself, 0.3 MB of WebAssembly, loaded with the first file. Throws for a text that does not parse. */
function gofmt(text: string): string {
  if (!isLoaded) initSync(wasmFile('gofmt.wasm', '@wasm-fmt/gofmt/gofmt.wasm'));
  isLoaded = true;
  return format(text);
}
let isLoaded = false;

/** Files are formatted as they come: gofmt takes a millisecond for ten kilobytes. */
class GoFormatter implements BatchFormatter {
  readonly #texts: string[] = [];
  readonly #problems: FormatProblem[] = [];

  add({ path, text }: SourceText): void {
    try {
      this.#texts.push(gofmt(text));
    } catch (error) {
      this.#problems.push({ path, message: error instanceof Error ? error.message : String(error) });
      this.#texts.push(text);
    }
  }

  finish() {
    return Promise.resolve({ texts: this.#texts, problems: this.#problems });
  }
}

/** Go, by gofmt, which leaves no choice. */
export const goFormat: LanguageFormat = {
  files: /\.go$/,
  config: '',
  many: () => new GoFormatter(),
  one: () => (_, text) => gofmt(text),
};
