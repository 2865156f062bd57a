import type { TypeFinding } from './findings.js';

const UNTYPED =
  /(?:Skipping analyzing|Library stubs not installed for|library stub for module named) "([A-Za-z0-9_.]+)"/;
const STUB = `from typing import Any

def __getattr__(name: str) -> Any: ...
`;

/** Modules without types that the program imports. */
export const untypedModules = (findings: readonly TypeFinding[]): string[] =>
  findings.flatMap(({ message }) => UNTYPED.exec(message)?.[1] ?? []);

/** `typings/amadeus/__init__.pyi`: what these modules hold is taken as it comes. */
export function stubFiles(modules: readonly string[]): Map<string, string> {
  const files = new Map<string, string>();
  for (const module of modules) {
    const parts = module.split('.');
    for (let i = 1; i <= parts.length; i++) {
      files.set(`typings/${parts.slice(0, i).join('/')}/__init__.pyi`, STUB);
    }
  }
  return files;
}
