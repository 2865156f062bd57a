import { problem } from '../../diagnostics/catalogue.js';
import type { Diagnostic, Staged } from '../../diagnostics/types.js';
import { writeProblem } from '../../write/errors.js';
import { carryBack, carryForward, closeJournal } from './carry.js';
import { BACK, FORWARD, JOURNAL, type Journal, OWNER, parentsOf, readJournal } from './journal.js';
import type { ProjectStorage, RunOwner } from './storage.js';

export type Recovery = 'nothing' | 'finished' | 'undone';

/**
 * Ends what an interrupted run left, before anything else is read. A run that had listed everything is finished; one that
 * had not is forgotten, for it had touched nothing. Errors: `manage.busy`, `write.*`.
 */
export function recover(storage: ProjectStorage, owner: RunOwner, shown: string): Staged<Recovery> {
  try {
    if (storage.kind(JOURNAL) === 'none') return { ok: true, value: 'nothing', diagnostics: [] };
    if (isHeld(storage, owner)) return busy(shown);
    return carry(storage, shown);
  } catch (error) {
    return { ok: false, diagnostics: [writeProblem(error, shown)] };
  }
}

function carry(storage: ProjectStorage, shown: string): Staged<Recovery> {
  const list = [FORWARD, BACK].find((one) => storage.kind(one) === 'file');
  const journal = list === undefined ? undefined : readJournal(storage.read(list));
  if (list !== undefined && (journal === undefined || leadsOut(storage, journal))) return broken(shown);
  let edited: string[] = [];
  if (journal !== undefined) edited = (list === FORWARD ? carryForward : carryBack)(storage, journal);
  closeJournal(storage);
  const value = list === FORWARD ? 'finished' : 'undone';
  return { ok: true, value, diagnostics: edited.map(editedMeanwhile) };
}

/** A link on the way to a file of the list, or in the place of the journal. */
const leadsOut = (storage: ProjectStorage, { steps }: Journal): boolean =>
  steps
    .flatMap(({ path }) => parentsOf(path))
    .concat(parentsOf(FORWARD))
    .some((folder) => !['none', 'folder'].includes(storage.kind(folder)));

const broken = (shown: string): { ok: false; diagnostics: Diagnostic[] } => ({
  ok: false,
  diagnostics: [problem('manage.journal-broken', `The journal in ${shown} is damaged: ${JOURNAL}.`)],
});

const editedMeanwhile = (path: string): Diagnostic =>
  problem('manage.edited-meanwhile', `${path} was edited after the interruption: it stays as it is.`, {
    severity: 'warning',
    place: { file: path },
  });

function isHeld(storage: ProjectStorage, owner: RunOwner): boolean {
  if (storage.kind(OWNER) !== 'file') return false;
  const pid = Number(new TextDecoder().decode(storage.read(OWNER)));
  return Number.isInteger(pid) && pid > 0 && pid !== owner.pid && owner.alive(pid);
}

export const busy = (shown: string): { ok: false; diagnostics: Diagnostic[] } => ({
  ok: false,
  diagnostics: [problem('manage.busy', `Another run is at work in ${shown}.`)],
});
