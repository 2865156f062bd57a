import type { Diagnostic, Place, Severity } from '../diagnostics/types.js';
import { segmentsOf, type Trail } from './trail.js';

/** How many findings with one code are listed; a document can have the same defect ten thousand times. */
const LISTED = 20;

/** A place, or something that knows how to find one: positions are only worked out for findings that are listed. */
export type At = Place | Trail | (() => Place) | undefined;

/** Collects the findings of one load, and sums up those that repeat. */
export class Report {
  readonly #listed: Diagnostic[] = [];
  readonly #counts = new Map<string, { severity: Severity; count: number }>();
  #failed = false;

  get failed(): boolean {
    return this.#failed;
  }

  /** How many kinds of findings there are. */
  get count(): number {
    return this.#counts.size;
  }

  add(severity: Severity, code: string, message: string, at: At, fix?: string): void {
    if (severity === 'error') this.#failed = true;
    const seen = this.#counts.get(code) ?? { severity, count: 0 };
    seen.count += 1;
    this.#counts.set(code, seen);
    if (seen.count > LISTED) return;
    const place = placeOf(at);
    this.#listed.push({
      code,
      severity,
      message,
      ...(place === undefined ? {} : { place }),
      ...(fix === undefined ? {} : { fix }),
    });
  }

  /** The document cannot be used. */
  error(code: string, message: string, at: At, fix?: string): void {
    this.add('error', code, message, at, fix);
  }

  /** Something was left out or had to be guessed: the result may not be what its author meant. */
  warning(code: string, message: string, at: At, fix?: string): void {
    this.add('warning', code, message, at, fix);
  }

  /** Written wrongly, but with one meaning only: nothing is lost. */
  repair(code: string, message: string, at: At, fix?: string): void {
    this.add('repair', code, message, at, fix);
  }

  /** Everything found, in order; a code with more findings than are listed closes with their number. */
  diagnostics(): Diagnostic[] {
    const rest = [...this.#counts]
      .filter(([, { count }]) => count > LISTED)
      .map(([code, { severity, count }]) => ({
        code,
        severity,
        message: `and ${count - LISTED} more like the ${LISTED} that are listed`,
      }));
    return [...this.#listed, ...rest];
  }
}

function placeOf(at: At): Place | undefined {
  if (at === undefined) return undefined;
  if (typeof at === 'function') return at();
  return typeof at.file === 'string' ? (at as Place) : trailPlace(at as Trail);
}

/** The place of a trail in the file that it belongs to. */
export const trailPlace = (trail: Trail): Place => trail.file.place(segmentsOf(trail));
