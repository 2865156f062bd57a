import type { Context } from '../context.js';
import { own } from '../json.js';
import type { JsonObject } from '../types.js';
import type { Hints, ToolEdit } from './types.js';

/** Reads the members of one decision, and reports those of the wrong kind. */
export class Members {
  constructor(
    private readonly source: JsonObject,
    private readonly at: ToolEdit['at'],
    private readonly context: Context,
    private readonly code: string,
    private readonly severity: 'error' | 'warning',
  ) {}

  text(key: string): string | undefined {
    const value = own(this.source, key);
    if (value === undefined || (typeof value === 'string' && value.trim() !== '')) return value?.trim();
    return this.#wrong(key, 'a text');
  }

  flag(key: string): boolean | undefined {
    const value = own(this.source, key);
    return value === undefined || typeof value === 'boolean' ? value : this.#wrong(key, 'true or false');
  }

  texts(key: string): readonly string[] | undefined {
    const value = own(this.source, key);
    if (value === undefined) return undefined;
    const list = (Array.isArray(value) ? value : [value]).filter((one) => typeof one === 'string');
    return list.length === 0 ? this.#wrong(key, 'a list of texts') : list;
  }

  /** `names`: member of the hints → its key. */
  hints(names: Readonly<Record<keyof Hints, string>>): Hints | undefined {
    const hints: Hints = withoutUndefined({
      readOnly: this.flag(names.readOnly),
      destructive: this.flag(names.destructive),
      idempotent: this.flag(names.idempotent),
      openWorld: this.flag(names.openWorld),
    });
    return Object.keys(hints).length === 0 ? undefined : hints;
  }

  #wrong(key: string, wanted: string): undefined {
    this.context.report(this.code, this.severity, `${key} must be ${wanted}`, this.at(key));
  }
}

type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** The members that are said. */
export function withoutUndefined<T extends object>(members: T): Given<T> {
  const said = Object.entries(members).filter(([, value]) => value !== undefined);
  return Object.fromEntries(said) as Given<T>;
}
