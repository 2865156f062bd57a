import type { Place } from '../diagnostics/types.js';
import type { JsonObject, JsonValue } from '../model/types.js';
import { childOf } from './json.js';
import type { ParsedFile } from './parse/file.js';
import { fromPointer, type Segments } from './pointer.js';

/** Where a value was written, when that is not where it stands now. */
export interface Origin {
  readonly file: ParsedFile;
  readonly segments: Segments;
}

/** Remembers the values that an upgrade, a repair or the bundling has moved. What is below them moved with them. */
export class Origins {
  readonly #moved = new WeakMap<object, Origin>();

  set(value: JsonValue | undefined, file: ParsedFile, segments: Segments): void {
    if (typeof value === 'object' && value !== null) this.#moved.set(value, { file, segments });
  }

  /** A copy comes from where its original comes from. */
  copy(original: JsonObject, copy: JsonObject): void {
    const origin = this.#moved.get(original);
    if (origin !== undefined) this.#moved.set(copy, origin);
  }

  /** The origin of what stands at a pointer into `root`; of its nearest ancestor where the pointer leads nowhere. */
  of(entry: ParsedFile, root: JsonObject, segments: Segments): Origin {
    let value: JsonValue | undefined = root;
    let { file, segments: at }: Origin = { file: entry, segments: [] as readonly string[] };
    let path = [...at];
    for (const segment of segments) {
      value = childOf(value, segment);
      const moved: Origin | undefined =
        typeof value === 'object' && value !== null ? this.#moved.get(value) : undefined;
      if (moved === undefined) {
        path.push(segment);
      } else {
        ({ file, segments: at } = moved);
        path = [...at];
      }
    }
    return { file, segments: path };
  }

  place(entry: ParsedFile, root: JsonObject, pointer: string): Place {
    const { file, segments } = this.of(entry, root, fromPointer(pointer));
    return file.place(segments);
  }
}
