import { format, initSync } from '@wasm-fmt/gofmt/web';
import { FormatAtOnce } from './at-once.js';
import { wasmFile } from './bundled.js';
import type { LanguageFormat } from './types.js';

/** gofmt itself, 0.3 MB of WebAssembly, loaded with the first file. Throws for a text that does not parse. */
function gofmt(_: string, text: string): string {
  if (!isLoaded) initSync(wasmFile('gofmt.wasm', '@wasm-fmt/gofmt/gofmt.wasm'));
  isLoaded = true;
  return format(text);
}
let isLoaded = false;

/** Go, by gofmt, which leaves no choice. */
export const goFormat: LanguageFormat = {
  files: /\.go$/,
  config: '',
  many: () => new FormatAtOnce(gofmt),
  one: () => gofmt,
};
