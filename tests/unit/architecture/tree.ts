import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Import, importsOf, scan, type Token } from './scan.js';

export const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

export interface SourceFile {
  /** From the repository's root, `/`-separated. */
  readonly path: string;
  readonly lines: number;
  readonly tokens: readonly Token[];
  readonly imports: readonly (Import & { readonly target: string })[];
}

/** A relative specifier as a path of the repository (`src/model/types.ts`), a package as its name. */
function targetOf(path: string, specifier: string): string {
  if (!specifier.startsWith('.')) return specifier;
  return posix.join(posix.dirname(path), specifier).replace(/\.js$/, '.ts');
}

export function readSource(path: string, text: string): SourceFile {
  const tokens = scan(text);
  const imports = importsOf(tokens).map((entry) => ({ ...entry, target: targetOf(path, entry.specifier) }));
  return { path, lines: text.split('\n').length - 1, tokens, imports };
}

/** The TypeScript files below the folders, in the order of their paths. */
export function sourcesBelow(...folders: string[]): SourceFile[] {
  const paths = folders.flatMap((folder) => {
    const full = join(ROOT, folder);
    if (!existsSync(full)) return [];
    return readdirSync(full, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
      .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)).split(sep).join('/'));
  });
  return paths.sort().map((path) => readSource(path, readFileSync(join(ROOT, path), 'utf8')));
}

/** The npm package that a specifier names; `undefined` for our own files and for Node's modules. */
export function packageOf(target: string): string | undefined {
  if (target.startsWith('node:') || target.endsWith('.ts') || target.startsWith('src/')) return undefined;
  return target
    .split('/')
    .slice(0, target.startsWith('@') ? 2 : 1)
    .join('/');
}
