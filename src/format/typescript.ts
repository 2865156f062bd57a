import { format, initSync } from '@wasm-fmt/biome_fmt/web';
import { FormatAtOnce } from './at-once.js';
import { wasmFile } from './bundled.js';
import type { LanguageFormat } from './types.js';

type Config = NonNullable<Parameters<typeof format>[2]>;

/** The part of biome.json that says how TypeScript is laid out. */
interface BiomeJson {
  readonly formatter?: Pick<Config, 'indentStyle' | 'indentWidth' | 'lineWidth'>;
  readonly javascript?: { readonly formatter?: Pick<Config, 'quoteStyle'> };
}

let isLoaded = false;

/** The project's own settings, so that its `biome` will agree with ours. Throws for what is no JSON. */
function formatWith(text: string): (path: string, text: string) => string {
  const { formatter, javascript } = JSON.parse(text) as BiomeJson;
  // biome's own default where a file does not say.
  const config: Config = { indentStyle: 'tab', ...formatter, ...javascript?.formatter };
  // Two megabytes of WebAssembly, with the first file.
  if (!isLoaded) initSync(wasmFile('biome_fmt_bg.wasm', '@wasm-fmt/biome_fmt/biome_fmt_bg.wasm'));
  isLoaded = true;
  return (_, source) => format(source, 'index.ts', config);
}

/** TypeScript, by biome, which throws for a text that does not parse. */
export const typescriptFormat: LanguageFormat = {
  files: /\.[cm]?ts$/,
  config: 'biome.json',
  many: (config) => new FormatAtOnce(formatWith(config)),
  one: (config) => formatWith(config === '' ? '{}' : config),
};
