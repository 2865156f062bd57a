import type { Choice } from './choices.js';

/**
 * One row per option: the only source of flags, questions, keys of the answers file, `--help`, docs/options.md and the
 * schema of the answers file. Plain data, because it is read at every start; docs/decisions says what that saves.
 */
export interface OptionRow {
  readonly key: string;
  /** `text` one value · `many` may be repeated · `list` comma-separated, may be repeated · `switch` on or off. */
  readonly kind: 'text' | 'many' | 'list' | 'switch';
  /** `--spec`; `--no-git` for a switch that is on by default. Missing for the folder, which is an argument. */
  readonly flag?: string;
  readonly short?: string;
  readonly alias?: string;
  /** `<file|url|->`: how the value is called in help. */
  readonly value?: string;
  /** Closed set of values; anything else is refused with a suggestion. */
  readonly choices?: readonly Choice[];
  /** The word that says of a list that nothing is wanted. */
  readonly none?: string;
  /** The value when nothing is said. Left out: none, or derived from the document. */
  readonly default?: string | boolean | readonly string[];
  readonly help: string;
  readonly group: 'Document' | 'Project' | 'Writing' | 'After writing' | 'Run';
  /** Whether the answers file may hold it. */
  readonly inConfig: boolean;
}
