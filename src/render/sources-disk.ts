import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TemplateSources } from './sources.js';

function findTemplates(): string {
  let dir = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(dir, 'templates', 'targets'))) {
    const parent = dirname(dir);
    if (parent === dir) throw new Error('The folder templates/ is missing from this installation.');
    dir = parent;
  }
  return join(dir, 'templates');
}

const isSource = (path: string): boolean =>
  !path.split('/').some((part) => part === '__pycache__' || /^\.\w+_cache$/.test(part));

function listFiles(root: string): string[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter(isSource)
    .sort();
}

function diskSources(): TemplateSources {
  const texts = new Map<string, string>();
  let root: string | undefined;
  const folder = (): string => {
    root ??= findTemplates();
    return root;
  };
  return {
    get(path) {
      const known = texts.get(path);
      if (known !== undefined) return known;
      const text = readFileSync(join(folder(), ...path.split('/')), 'utf8');
      texts.set(path, text);
      return text;
    },
    list: () => listFiles(folder()),
  };
}

/** Reads each file when it is first asked for, and keeps it. */
export const templateSources: TemplateSources = diskSources();
