import { problem } from '../../diagnostics/catalogue.js';
import type { Staged } from '../../diagnostics/types.js';
import type { ProjectStorage } from '../../manage/apply/storage.js';

/** A run that only looks must not finish what another one left; it says so. */
export function unfinished(storage: ProjectStorage, shown: string): Staged<null> {
  if (storage.kind('.create-mcp-server/journal') === 'none')
    return { ok: true, value: null, diagnostics: [] };
  return {
    ok: false,
    diagnostics: [
      problem('manage.half-done', `An interrupted run in ${shown} waits to be finished.`, {
        fix: 'Run create-mcp-server regenerate: it finishes or undoes it first.',
      }),
    ],
  };
}
