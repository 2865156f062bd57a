import type { CommanderError } from 'commander';
import { problem } from '../diagnostics/catalogue.js';
import type { Diagnostic } from '../diagnostics/types.js';

/**
 * What commander refuses, in our words: `Unknown option '--spce'. Did you mean --spec?`. `advice` stands behind a suggestion, or
 * alone; without either, the fix is `otherwise`.
 */
export function usageProblem(error: CommanderError, otherwise: string, advice = ''): Diagnostic {
  const [first = '', hint = ''] = error.message.replace(/^error: /, '').split('\n');
  const near = /^\(Did you mean (.*)\?\)$/.exec(hint)?.[1];
  const fixes = [near === undefined ? '' : `Did you mean ${near}?`, advice].filter((fix) => fix !== '');
  const message = `${first.charAt(0).toUpperCase()}${first.slice(1)}${first.endsWith('.') ? '' : '.'}`;
  return problem('cli.usage', message, { fix: fixes.length === 0 ? otherwise : fixes.join(' ') });
}
