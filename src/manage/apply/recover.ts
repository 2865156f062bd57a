import { problem } from '../../diagnostics/catalogue.js';
import type { Diagnostic, Staged } from '../../diagnostics/types.js';
import { writeProblem } from '../../write/errors.js';
import { carryBack, carryForward, closeJournal } from './carry.js';
import { BACK, FORWARD, JOURNAL, OWNER, readJournal } from './journal.js';
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
    return carry(storage);
  } catch (error) {
    return { ok: false, diagnostics: [writeProblem(error, shown)] };
  }
}

function carry(storage: ProjectStorage): Staged<Recovery> {
  let edited: string[] = [];
  let value: Recovery = 'undone';
  if (storage.kind(FORWARD) === 'file') {
    edited = carryForward(storage, readJournal(storage.read(FORWARD)));
    value = 'finished';
  } else if (storage.kind(BACK) === 'file') {
    edited = carryBack(storage, readJournal(storage.read(BACK)));
  }
  closeJournal(storage);
  return { ok: true, value, diagnostics: edited.map(editedMeanwhile) };
}

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
