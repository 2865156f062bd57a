import { failure } from '../../../src/write/memory.js';
import type { Kind } from '../../../src/write/storage.js';
import type { ProjectStorage } from '../../../src/manage/apply/storage.js';

interface Node {
  readonly kind: 'file' | 'folder' | 'link';
  readonly bytes: Uint8Array;
  readonly mode: number;
}

const NOTHING = new Uint8Array();

/** A disk in memory. `stopAt` is the number of the operation before which the machine stops; from then on nothing works. */
export class CrashingDisk implements ProjectStorage {
  nodes = new Map<string, Node>();
  stopAt = Number.POSITIVE_INFINITY;
  /** Half of the bytes reach the disk when the machine stops while writing. */
  torn = false;
  /** An operation that fails once, with this code, while everything else works. */
  failAt: { readonly at: number; readonly code: string } | undefined;
  operations = 0;

  kind(path: string): Kind {
    if (path === '.') return 'folder';
    return this.nodes.get(path)?.kind ?? 'none';
  }
  read(path: string): Uint8Array {
    return this.#file(path).bytes;
  }
  mode(path: string): number {
    return this.#file(path).mode;
  }
  size(path: string): number {
    return this.#file(path).bytes.length;
  }
  list(folder: string): string[] {
    return [...this.nodes.keys()]
      .filter((path) => folder === '.' || path.startsWith(`${folder}/`))
      .map((path) => (folder === '.' ? path : path.slice(folder.length + 1)))
      .filter((name) => !name.includes('/'));
  }
  makeFolder(path: string): void {
    this.#step(path);
    if (this.nodes.has(path)) throw failure('EEXIST', path);
    this.nodes.set(path, { kind: 'folder', bytes: NOTHING, mode: 0o755 });
  }
  write(path: string, bytes: Uint8Array, mode: number): void {
    this.#step(path, () => {
      if (this.torn) this.nodes.set(path, { kind: 'file', bytes: bytes.slice(0, bytes.length / 2), mode });
    });
    this.nodes.set(path, { kind: 'file', bytes, mode });
  }
  flush(path: string): void {
    this.#step(path);
    this.#file(path);
  }
  replace(from: string, to: string): void {
    this.#step(to);
    this.nodes.set(to, this.#file(from));
    this.nodes.delete(from);
  }
  removeFile(path: string): void {
    this.#step(path);
    this.#file(path);
    this.nodes.delete(path);
  }
  removeFolder(path: string): void {
    this.#step(path);
    if (this.list(path).length > 0) throw failure('ENOTEMPTY', path);
    this.nodes.delete(path);
  }
  sync(folder: string): void {
    this.#step(folder);
  }

  /** The tree as text, to compare. */
  picture(): string {
    const lines = [...this.nodes].map(([path, { kind, bytes, mode }]) =>
      kind === 'file' ? `${path} ${mode.toString(8)} ${new TextDecoder().decode(bytes)}` : `${path}/`,
    );
    return lines.sort().join('\n');
  }

  /** After the crash: the same disk, a new machine. */
  restarted(): CrashingDisk {
    const next = new CrashingDisk();
    next.nodes = new Map(this.nodes);
    return next;
  }

  #file(path: string): Node {
    const node = this.nodes.get(path);
    if (node === undefined) throw failure('ENOENT', path);
    return node;
  }
  #step(path: string, halfway = (): void => undefined): void {
    this.operations++;
    if (this.operations === this.stopAt) halfway();
    if (this.operations >= this.stopAt) throw failure('EIO', path);
    if (this.operations === this.failAt?.at) throw failure(this.failAt.code, path);
  }
}

export const alone = { pid: 1, alive: (): boolean => false };
