import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { EXIT } from '../../diagnostics/types.js';
import { contractMarkdown } from '../../manage/contract/markdown.js';
import { code } from '../../manage/contract/code.js';
import { isQuiet } from '../../manage/decide/types.js';
import { writeProblem } from '../../write/errors.js';
import { type Outcome, printDiagnostics } from '../outcome.js';
import type { World } from '../world.js';
import type { RegenerateFlags } from './flags.js';
import type { Plan } from './index.js';

/** The body of a pull request: what is to be settled, and what changes for callers. */
export function planMarkdown({ decision, contract }: Plan): string {
  const concerned = decision.actions.filter((action) => !isQuiet(action));
  if (concerned.length === 0) return 'The project is current.\n';
  const conflicts = concerned
    .filter(({ kind }) => kind === 'conflict')
    .map(({ path, conflicts: places = [] }) => {
      const lines = places.map(({ line }) => line).join(', ');
      return `- ${code(path)}${lines === '' ? '' : `: line ${lines}`}`;
    });
  const settle = conflicts.length === 0 ? [] : ['## To be settled', '', ...conflicts, ''];
  const count = `${concerned.length} ${concerned.length === 1 ? 'file changes' : 'files change'}.`;
  return [...settle, '## For callers of the tools', '', contractMarkdown(contract), count, ''].join('\n');
}

/** Writes it where `--summary` says. A run that could not say what it did has not ended well. */
export async function writeSummary(flags: RegenerateFlags, outcome: Outcome, world: World): Promise<Outcome> {
  const text = outcome.json['summary'];
  if (flags.summary === undefined || typeof text !== 'string') return outcome;
  try {
    await writeFile(resolve(world.cwd, flags.summary), text);
    return outcome;
  } catch (error) {
    const wrong = writeProblem(error, flags.summary);
    await printDiagnostics([wrong], world, flags.verbose);
    const exitCode = outcome.exitCode === EXIT.ok ? EXIT.input : outcome.exitCode;
    return { ...outcome, exitCode, diagnostics: [...outcome.diagnostics, wrong] };
  }
}
