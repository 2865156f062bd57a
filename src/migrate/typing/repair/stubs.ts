import type { TypeFinding } from './findings.js';

const UNTYPED =
  /(?:Skipping analyzing|Library stubs not installed for|library stub for module named) "([A-Za-z0-9_.]+)"/;
const STUB = `from typing import Any

def __getattr__(name: str) -> Any: ...
`;

/** Modules without types that the program imports. */
export const untypedModules = (findings: readonly TypeFinding[]): string[] =>
  findings.flatMap(({ message }) => UNTYPED.exec(message)?.[1] ?? []);

/**
 * `typings/amadeus/__init__.pyi`: what these modules hold is taken as it comes. Packages around a module that `distributions` has stubs
 * of (`types-yt-dlp`) get none: it would hide them.
 */
export function stubFiles(
  modules: readonly string[],
  distributions: readonly string[] = [],
): Map<string, string> {
  const files = new Map<string, string>();
  for (const module of modules) {
    const parts = module.split('.');
    const covered = distributions.includes(`types-${parts[0]?.replaceAll('_', '-')}`);
    for (let i = covered ? parts.length : 1; i <= parts.length; i++) {
      files.set(`typings/${parts.slice(0, i).join('/')}/__init__.pyi`, STUB);
    }
  }
  return files;
}
