import type { Splitter } from '../pieces.js';
import { splitBraces } from './braces.js';
import { splitYaml } from './indented.js';
import { splitJson } from './json.js';
import { splitPython } from './python.js';
import { splitEnv, splitIni, splitList, splitMakefile, splitMarkdown } from './sections.js';
import { splitToml } from './toml.js';

const SPLITTERS: readonly (readonly [RegExp, Splitter])[] = [
  [/\.pyi?$/, splitPython],
  [/\.toml$/, splitToml],
  [/\.json$/, splitJson],
  [/\.ya?ml$/, splitYaml],
  [/\.(md|markdown)$/, splitMarkdown],
  [/(^|\/)Makefile$|\.mk$/, splitMakefile],
  [/\.(ts|tsx|mts|cts|js|mjs|cjs|go)$/, splitBraces],
  [/\.(ini|cfg)$/, splitIni],
  [/(^|\/)\.env(\.\w+)?$/, splitEnv],
  [/(^|\/)\.\w+ignore$|(^|\/)requirements[\w.-]*\.txt$/, splitList],
];

/** How a file of this name is taken apart, by what its name says. */
export const splitterFor = (path: string): Splitter | undefined =>
  SPLITTERS.find(([name]) => name.test(path))?.[1];
