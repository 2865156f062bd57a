import { basename, dirname, join } from 'node:path';
import { problem } from '../diagnostics/catalogue.js';
import type { Staged } from '../diagnostics/types.js';
import type { WriteMode, WrittenProject } from '../stages.js';
import { writeProblem } from './errors.js';
import { foldersOf, isSafePath } from './paths.js';
import type { Storage } from './storage.js';
import { type TargetState, inspectTarget } from './target.js';

export interface OutputFile {
  readonly path: string;
  readonly content: string | Uint8Array;
  readonly mode: number;
}

/** A file whose bytes take a while, on another thread: the others are written meanwhile. */
export interface LateFile {
  readonly path: string;
  /** The same promise each time. */
  readonly content: () => Promise<Uint8Array>;
  readonly mode: number;
}

type AnyFile = OutputFile | LateFile;

export interface WriteRequest {
  /** Absolute path of the project. */
  readonly target: string;
  /** The folder as the user calls it, for messages. */
  readonly shown: string;
  readonly mode: WriteMode;
  readonly files: readonly AnyFile[];
}

export interface WriteWorld {
  readonly storage: Storage;
  /** Unique part of the temporary folder's name. */
  readonly token: string;
  /**
   * Registers a synchronous undo that a signal handler runs before the process ends; returns how to take it back.
   * Between the first byte and the commit, everything written lies where the undo removes it.
   */
  readonly onInterrupt: (undo: () => void) => () => void;
}

/**
 * Writes a project whole or not at all: everything is staged in a folder beside the target and moved at the end.
 * Errors carry `write.*` codes; nothing is left on disk then.
 */
export async function writeProject(
  request: WriteRequest,
  world: WriteWorld,
): Promise<Staged<WrittenProject>> {
  const unsafe = request.files.find((file) => !isSafePath(file.path));
  if (unsafe !== undefined) {
    return { ok: false, diagnostics: [problem('write.unsafe-path', `${unsafe.path} is no safe path.`)] };
  }
  try {
    const paths = request.files.map((file) => file.path);
    const state = await inspectTarget(world.storage, request.target, request.shown, request.mode, paths);
    if (!state.ok) return state;
    return await stageAndCommit(request, world, state.value);
  } catch (error) {
    return { ok: false, diagnostics: [writeProblem(error, request.shown)] };
  }
}

async function stageAndCommit(
  request: WriteRequest,
  world: WriteWorld,
  state: TargetState,
): Promise<Staged<WrittenProject>> {
  const { storage } = world;
  const kept = request.mode === 'merge' ? [...state.present] : [];
  const files =
    request.mode === 'merge' ? request.files.filter((file) => !state.present.has(file.path)) : request.files;
  const parents = await missingFolders(storage, dirname(state.path));
  const stage = join(dirname(state.path), `.${basename(state.path).slice(0, 40)}.tmp-${world.token}`);
  const undo = (): void => undoStaging(storage, stage, parents);
  const forget = world.onInterrupt(undo);
  try {
    for (const folder of parents) storage.makeFolder(folder);
    await stageFiles(storage, stage, files);
    if (state.exists) moveInto(storage, stage, state, files);
    else storage.move(stage, state.path);
    return {
      ok: true,
      value: { dir: state.path, created: files.map((file) => file.path), kept },
      diagnostics: [],
    };
  } catch (error) {
    undo();
    throw error;
  } finally {
    forget();
  }
}

/** The folders above a new project that do not exist yet, outermost first. */
async function missingFolders(storage: Storage, folder: string): Promise<string[]> {
  if (folder === dirname(folder) || (await storage.kind(folder)) !== 'none') return [];
  return [...(await missingFolders(storage, dirname(folder))), folder];
}

async function stageFiles(storage: Storage, stage: string, files: readonly AnyFile[]): Promise<void> {
  storage.makeFolder(stage);
  const made = new Set<string>();
  const late = Promise.all(
    files.map((file) => (typeof file.content === 'function' ? file.content() : undefined)),
  );
  late.catch(() => undefined);
  for (const file of files) {
    for (const folder of foldersOf(file.path).filter((one) => !made.has(one))) {
      storage.makeFolder(join(stage, folder));
      made.add(folder);
    }
    const content = typeof file.content === 'function' ? await file.content() : file.content;
    await storage.writeFile(join(stage, file.path), content, file.mode);
  }
}

/**
 * Moves staged files into a folder that exists. Files that are replaced wait in the staging folder until all is done,
 * so that a failure half-way puts everything back.
 */
function moveInto(storage: Storage, stage: string, state: TargetState, files: readonly AnyFile[]): void {
  const undo: (() => void)[] = [];
  const backup = `${stage}-old`;
  try {
    storage.makeFolder(backup);
    undo.push(() => storage.remove(backup));
    for (const [index, file] of files.entries()) {
      const to = join(state.path, file.path);
      for (const folder of foldersOf(file.path)) makeIfMissing(storage, join(state.path, folder), undo);
      if (state.present.has(file.path)) {
        const old = join(backup, String(index));
        storage.move(to, old);
        undo.push(() => storage.move(old, to));
      }
      storage.move(join(stage, file.path), to);
      undo.push(() => storage.remove(to));
    }
  } catch (error) {
    for (const step of undo.toReversed()) step();
    throw error;
  }
  storage.remove(backup);
  storage.remove(stage);
}

function makeIfMissing(storage: Storage, folder: string, undo: (() => void)[]): void {
  try {
    storage.makeFolder(folder);
    undo.push(() => storage.removeEmpty(folder));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
}

function undoStaging(storage: Storage, stage: string, parents: readonly string[]): void {
  storage.remove(stage);
  for (const folder of parents.toReversed()) {
    try {
      storage.removeEmpty(folder);
    } catch {
      // Somebody else put something there, or it was never made: then it is not ours to remove.
      return;
    }
  }
}
