import { dirname } from 'node:path';
import type { Kind, Storage } from './storage.js';

export interface MemoryEntry {
  readonly kind: Exclude<Kind, 'none'>;
  readonly content?: string | Uint8Array;
  readonly mode?: number;
}

/** A file system in memory. Links exist but lead nowhere. `/` is there from the start. */
export class MemoryStorage implements Storage {
  readonly entries = new Map<string, MemoryEntry>([['/', { kind: 'folder' }]]);

  async kind(path: string): Promise<Kind> {
    return this.entries.get(path)?.kind ?? 'none';
  }

  async list(folder: string): Promise<readonly string[]> {
    return [...this.entries.keys()]
      .filter((path) => path !== '/' && dirname(path) === folder)
      .map((path) => path.slice(folder === '/' ? 1 : folder.length + 1));
  }

  async real(path: string): Promise<string> {
    if (!this.entries.has(path)) throw failure('ENOENT', path);
    return path;
  }

  makeFolder(path: string): void {
    this.add(path, { kind: 'folder' });
  }

  async writeFile(path: string, content: string | Uint8Array, mode: number): Promise<void> {
    this.add(path, { kind: 'file', content, mode });
  }

  move(from: string, to: string): void {
    if (!this.entries.has(from)) throw failure('ENOENT', from);
    if (this.entries.has(to)) throw failure('EEXIST', to);
    for (const path of [from, ...this.below(from)]) {
      const entry = this.entries.get(path);
      if (entry !== undefined) this.entries.set(to + path.slice(from.length), entry);
      this.entries.delete(path);
    }
  }

  remove(path: string): void {
    for (const one of [path, ...this.below(path)]) this.entries.delete(one);
  }

  removeEmpty(folder: string): void {
    if (this.below(folder).length > 0) throw failure('ENOTEMPTY', folder);
    this.entries.delete(folder);
  }

  /** Text or bytes of a file. */
  read(path: string): string | Uint8Array | undefined {
    return this.entries.get(path)?.content;
  }

  private add(path: string, entry: MemoryEntry): void {
    if (this.entries.has(path)) throw failure('EEXIST', path);
    if (this.entries.get(dirname(path))?.kind !== 'folder') throw failure('ENOENT', path);
    this.entries.set(path, entry);
  }

  private below(folder: string): string[] {
    return [...this.entries.keys()].filter((path) => path.startsWith(`${folder}/`));
  }
}

/** An error as Node's file system gives it. */
export function failure(code: string, path: string): Error {
  return Object.assign(new Error(`${code}: ${path}`), { code, path });
}
