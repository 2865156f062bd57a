import { parse as parseToml } from 'smol-toml';
import { parseData } from './data.js';
import type { RuffOptions } from './ruff.js';
import { ruffWorkspace } from './workspace.js';

/** Formats and parses single texts as they come up, for merges. The formatter is loaded when it is first needed. */
export interface TextTools {
  /** `undefined` for text that does not parse, and for files that no formatter is at hand for. */
  readonly format: (path: string, text: string) => string | undefined;
  /** False for a text that is not what its name says. */
  readonly parses: (path: string, text: string) => boolean;
}

/** `pyproject`: the text of the project's own, whose `[tool.ruff]` counts. */
export function textTools(pyproject: string): TextTools {
  let format: ((text: string) => string) | undefined;
  const formatPython = (text: string): string | undefined => {
    try {
      format ??= loadFormatter(pyproject);
      return format(text);
    } catch {
      return undefined;
    }
  };
  return {
    format: (path, text) => (path.endsWith('.py') ? formatPython(text) : undefined),
    parses: (path, text) => (path.endsWith('.py') ? formatPython(text) !== undefined : isData(path, text)),
  };
}

function isData(path: string, text: string): boolean {
  try {
    parseData(path, text);
    return true;
  } catch {
    return false;
  }
}

function loadFormatter(pyproject: string): (text: string) => string {
  const workspace = ruffWorkspace(ruffOptions(pyproject));
  return (text) => workspace.format(text);
}

function ruffOptions(pyproject: string): RuffOptions {
  try {
    const { tool } = parseToml(pyproject) as { tool?: { ruff?: RuffOptions } };
    return tool?.ruff ?? {};
  } catch {
    return {};
  }
}
