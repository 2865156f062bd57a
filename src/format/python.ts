import { parse as parseToml } from 'smol-toml';
import { PythonFormatter, type RuffOptions } from './ruff.js';
import type { LanguageFormat } from './types.js';
import { ruffWorkspace } from './workspace.js';

/** The project's own `[tool.ruff]`, so that its `ruff` will agree with ours. Throws for what is no TOML. */
function ruffOptions(pyproject: string): RuffOptions {
  const { tool } = parseToml(pyproject) as { tool?: { ruff?: RuffOptions } };
  return tool?.ruff ?? {};
}

/** Python, by ruff. */
export const pythonFormat: LanguageFormat = {
  files: /\.py$/,
  config: 'pyproject.toml',
  many: (config, lint) => new PythonFormatter(ruffOptions(config), lint),
  one: (config) => {
    const workspace = ruffWorkspace(ruffOptions(config));
    return (_, text) => workspace.format(text);
  },
};
