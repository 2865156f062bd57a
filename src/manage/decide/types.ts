import type { Owner } from '../../plan/types.js';
import type { ManifestFile } from '../../stages.js';
import type { Conflict, MergeStep, MergeTools } from '../merge/index.js';

/** What lies at a path of the project. Links are not followed. */
export type DiskEntry =
  | { readonly kind: 'file'; readonly bytes: Uint8Array; readonly mode: number }
  | { readonly kind: 'link'; readonly target: string }
  | { readonly kind: 'folder' }
  | { readonly kind: 'other' };

/** A file as it is generated now. */
export interface NextFile {
  readonly bytes: Uint8Array;
  /** What is recorded of a file that is its owner's and that the generator cannot make again; otherwise the hash of `bytes`. */
  readonly sha256?: string;
  readonly owner: Owner;
  readonly mode: number;
}

/** Everything that a decision rests on. Paths are relative to the project, `/`-separated. */
export interface Facts {
  /** The manifest's list. */
  readonly recorded: readonly ManifestFile[];
  /** Path in the manifest → what was generated last time. Files with the owner `once` are not in it. */
  readonly base: ReadonlyMap<string, Uint8Array>;
  /** All files of the project that could be concerned: recorded, new, and candidates for files that were moved. */
  readonly disk: ReadonlyMap<string, DiskEntry>;
  readonly next: ReadonlyMap<string, NextFile>;
  /** Files that the generator says it has renamed: old path → new path. */
  readonly renamed?: ReadonlyMap<string, string>;
  /** Files that the user asked to have replaced, whoever owns them: the document, when a new one is named. */
  readonly replaced?: (path: string) => boolean;
}

/** `new`: the user's file stays as it is, and the generated one is put beside it. */
export type ConflictMode = 'markers' | 'rej' | 'new';

export interface DecideOptions extends MergeTools {
  readonly conflict: ConflictMode;
}

export type ActionKind =
  /** A file that was not there. */
  | 'create'
  /** The user had not changed it: it becomes what is generated now. */
  | 'update'
  /** Both had changed it, and both changes are in the result. */
  | 'merge'
  /** To be settled by the user; nothing of theirs was dropped. */
  | 'conflict'
  /** No longer generated, and not edited. */
  | 'delete'
  /** The user deleted it; from now on that is recorded. */
  | 'record-deleted'
  /** The user moved it; from now on that is recorded. Changes go to where it is now. */
  | 'record-moved'
  /** A file of the user that is what is generated now. */
  | 'adopt'
  /** No longer generated or recorded; the user's file stays. */
  | 'release'
  /** The user's version stays: nothing new is generated for it. */
  | 'keep'
  | 'keep-deleted'
  | 'unchanged';

/** These neither change a file nor what is recorded. */
const QUIET: ReadonlySet<ActionKind> = new Set(['keep', 'keep-deleted', 'unchanged']);
export const isQuiet = (action: Action): boolean => QUIET.has(action.kind);

export interface FileWrite {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly mode: number;
}

export interface Action {
  readonly kind: ActionKind;
  /** Where the file is, or will be. */
  readonly path: string;
  /** Where it was, if it moves now; that file is removed. */
  readonly from?: string;
  readonly write?: FileWrite;
  readonly remove?: string;
  /** Files put beside it: `.new`, `.rej`. */
  readonly parked?: FileWrite;
  /** How a merge was reached. */
  readonly step?: MergeStep;
  readonly conflicts?: readonly Conflict[];
  /** Sentences for the report. */
  readonly notes: readonly string[];
}

export interface Decision {
  readonly actions: readonly Action[];
  /** The manifest's new list, and the texts that go with it. */
  readonly recorded: readonly ManifestFile[];
  readonly base: ReadonlyMap<string, Uint8Array>;
  /** Files in which an earlier conflict is not settled: nothing may be written before it is. */
  readonly unsettled: readonly { readonly path: string; readonly line: number }[];
}
