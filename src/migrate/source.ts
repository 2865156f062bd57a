import { lstat, readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { problem } from '../diagnostics/catalogue.js';
import { reasonUnreadable } from '../diagnostics/file-errors.js';
import type { Staged } from '../diagnostics/types.js';
import type { SourceTree } from './types.js';

const MAX_FILES = 2_000;
const MAX_FILE_BYTES = 2_000_000;
const MAX_BYTES = 40_000_000;

/** Environments, caches and builds; everything that starts with a dot. */
const SKIPPED = /^(\..*|__pycache__|venv|env|node_modules|site-packages|build|dist|.*\.egg-info)$/;

/** Stops the reading with a message for the user. */
class Refused extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly file: string,
  ) {
    super(message);
  }
}

interface Reading {
  readonly root: string;
  readonly files: Map<string, Uint8Array>;
  bytes: number;
  /** The file that was named, if it was one: beside it lies much that is not part of the server. */
  readonly entry: string | undefined;
}

/** Reads a Python file with what lies beside it, or a folder. Links are not followed. Nothing is run. */
export async function readSource(shown: string, cwd: string): Promise<Staged<SourceTree>> {
  const path = resolve(cwd, shown);
  try {
    const info = await lstat(path);
    const single = info.isFile();
    if (single && !path.endsWith('.py')) {
      throw new Refused('migrate.language', `${shown} is no Python file.`, shown);
    }
    if (!single && !info.isDirectory()) {
      throw new Refused('migrate.link', `${shown} is neither a file nor a folder.`, shown);
    }
    const root = single ? await aboveThePackage(dirname(path)) : path;
    const entry = single ? relative(root, path).split(sep).join('/') : undefined;
    const reading: Reading = { root, files: new Map(), bytes: 0, entry };
    await readFolder(reading, '');
    return {
      ok: true,
      value: { shown, ...(entry === undefined ? {} : { entry }), files: reading.files },
      diagnostics: [],
    };
  } catch (error) {
    return { ok: false, diagnostics: [readingProblem(error, shown)] };
  }
}

/** A file of a package is read with the whole package. */
async function aboveThePackage(folder: string): Promise<string> {
  const parent = dirname(folder);
  return parent !== folder && (await exists(join(folder, '__init__.py'))) ? aboveThePackage(parent) : folder;
}

const exists = (path: string): Promise<boolean> =>
  lstat(path).then(
    () => true,
    () => false,
  );

async function readFolder(reading: Reading, folder: string): Promise<void> {
  const entries = await readdir(join(reading.root, folder), { withFileTypes: true });
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isSymbolicLink() && entry.name.endsWith('.py') && reading.entry === undefined) {
      throw new Refused('migrate.link', `${path} is a link.`, path);
    }
    if (entry.isDirectory() && !SKIPPED.test(entry.name) && (await isEntered(reading, path))) {
      await readFolder(reading, path);
    } else if (entry.isFile() && !/^\.(?!python-version$)/.test(entry.name)) {
      await keepFile(reading, path);
    }
  }
}

const isEntered = async ({ entry, root }: Reading, folder: string): Promise<boolean> =>
  entry === undefined || exists(join(root, folder, '__init__.py'));

async function keepFile(reading: Reading, path: string): Promise<void> {
  const { size } = await lstat(join(reading.root, path));
  const python = path.endsWith('.py');
  const counts = reading.entry === undefined || reading.entry === path;
  if (size > MAX_FILE_BYTES) {
    if (!python || !counts) return;
    throw new Refused('migrate.too-large', `${path} has ${size} bytes; ${MAX_FILE_BYTES} are read.`, path);
  }
  if (reading.bytes + size > MAX_BYTES || reading.files.size >= MAX_FILES) {
    if (!counts) return;
    throw new Refused('migrate.too-large', `There are too many files to be one server.`, path);
  }
  reading.bytes += size;
  reading.files.set(path, await readFile(join(reading.root, path)));
}

function readingProblem(error: unknown, shown: string) {
  if (error instanceof Refused) {
    const line = error.code === 'migrate.too-large' ? { line: 1 } : {};
    return problem(error.code, error.message, { place: { file: error.file, ...line } });
  }
  return problem('migrate.not-found', `${shown} cannot be read: ${reasonUnreadable(error)}.`, {
    place: { file: shown },
  });
}
