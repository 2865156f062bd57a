import { problem } from '../diagnostics/catalogue.js';
import type { Diagnostic, Staged } from '../diagnostics/types.js';
import type { WriteMode } from '../stages.js';
import { foldersOf } from './paths.js';
import type { Kind, Storage } from './storage.js';

/** Things that systems and tools leave in a folder that its owner calls empty. */
const NOTHING = new Set(['.git', '.DS_Store', 'Thumbs.db', 'desktop.ini']);
const MAX_LISTED = 10;

export interface TargetState {
  /** Real path of the target, or its path when it does not exist. */
  readonly path: string;
  readonly exists: boolean;
  /** Paths of the project at which a file lies already. */
  readonly present: ReadonlySet<string>;
}

/**
 * Looks at where a project is to be written. Errors: `write.occupied`, `write.not-a-folder`, `write.unsafe-path`.
 * `target` is absolute, `shown` is how the user calls it.
 */
export async function inspectTarget(
  storage: Storage,
  target: string,
  shown: string,
  mode: WriteMode,
  paths: readonly string[],
): Promise<Staged<TargetState>> {
  if ((await storage.kind(target)) === 'none')
    return found({ path: target, exists: false, present: new Set() });
  const path = await storage.real(target);
  if ((await storage.kind(path)) !== 'folder') {
    return failed(problem('write.not-a-folder', `${shown} is there, and it is no folder.`));
  }
  const entries = (await storage.list(path)).filter((name) => !NOTHING.has(name)).toSorted();
  if (mode === 'new' && entries.length > 0) return failed(occupied(shown, entries));
  const checked = await presentFiles(storage, path, mode, paths);
  return checked.ok ? found({ path, exists: true, present: checked.value }) : checked;
}

const found = (value: TargetState): Staged<TargetState> => ({ ok: true, value, diagnostics: [] });
const failed = (diagnostic: Diagnostic): { ok: false; diagnostics: Diagnostic[] } => ({
  ok: false,
  diagnostics: [diagnostic],
});

function occupied(shown: string, entries: readonly string[]): Diagnostic {
  const listed = entries.slice(0, MAX_LISTED).join(', ');
  const more = entries.length > MAX_LISTED ? ` and ${entries.length - MAX_LISTED} more` : '';
  return problem('write.occupied', `${shown} is not empty: ${listed}${more}.`);
}

async function presentFiles(
  storage: Storage,
  root: string,
  mode: WriteMode,
  paths: readonly string[],
): Promise<Staged<ReadonlySet<string>>> {
  const present = new Set<string>();
  const folders = new Map<string, Kind>();
  for (const path of paths) {
    for (const folder of foldersOf(path)) {
      const kind = folders.get(folder) ?? (await storage.kind(`${root}/${folder}`));
      folders.set(folder, kind);
      if (kind !== 'none' && kind !== 'folder') return failed(inTheWay(folder, kind));
      if (kind === 'none') break;
    }
    const deepest = foldersOf(path).at(-1);
    if (deepest !== undefined && folders.get(deepest) !== 'folder') continue;
    const kind = await storage.kind(`${root}/${path}`);
    if (kind === 'none') continue;
    if (kind !== 'file' && mode === 'overwrite') return failed(inTheWay(path, kind));
    present.add(path);
  }
  return { ok: true, value: present, diagnostics: [] };
}

function inTheWay(path: string, kind: Kind): Diagnostic {
  const what =
    kind === 'link'
      ? 'a link'
      : kind === 'file'
        ? 'a file'
        : kind === 'folder'
          ? 'a folder'
          : 'something else';
  return problem(
    'write.unsafe-path',
    `${path} is ${what} in the target folder; it is neither followed nor replaced.`,
    {
      fix: 'Remove it, or use another folder.',
    },
  );
}
