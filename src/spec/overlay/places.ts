import type { Place } from '../../diagnostics/types.js';
import type { Origin } from '../document.js';
import type { ParsedFile } from '../parse/file.js';
import type { Segments } from '../pointer.js';

/** What is known of one place: where it was written, if that is not where its parent says; and of the places below it. */
interface Node {
  origin?: Origin;
  readonly below: Map<string, Node>;
}

/** Where the values of a document were written, while overlays move them about: in the document, or in an overlay. */
export class OverlaidPlaces {
  readonly #root: Node;

  constructor(entry: ParsedFile) {
    this.#root = { origin: { file: entry, segments: [] }, below: new Map() };
  }

  /** Where a value was written, in the tree as it is now. */
  place(segments: Segments): Place {
    const { file, segments: at } = this.#originOf(segments);
    return file.place(at);
  }

  /** The value at `segments` is now what stands in `origin`, and all below it too. */
  set(segments: Segments, origin: Origin): void {
    const node = this.#node(segments);
    node.origin = origin;
    node.below.clear();
  }

  /** A copy of what stands at `from`, wherever that was written. */
  copy(segments: Segments, from: Segments): void {
    this.set(segments, this.#originOf(from));
  }

  /** The member at `segments` is gone; in a list, those behind it move up. `length`: of the list before, else undefined. */
  remove(segments: Segments, length: number | undefined): void {
    const parent = this.#node(segments.slice(0, -1));
    const key = segments.at(-1) ?? '';
    if (length === undefined) {
      parent.below.delete(key);
      return;
    }
    for (let index = Number(key); index < length - 1; index++) {
      const next = [...segments.slice(0, -1), String(index + 1)];
      const node = parent.below.get(String(index + 1)) ?? { below: new Map<string, Node>() };
      parent.below.set(String(index), { origin: this.#originOf(next), below: node.below });
    }
    parent.below.delete(String(length - 1));
  }

  #originOf(segments: Segments): Origin {
    let node: Node | undefined = this.#root;
    let known = 0;
    let origin = node.origin;
    for (const [index, segment] of segments.entries()) {
      node = node?.below.get(segment);
      if (node === undefined) break;
      if (node.origin !== undefined) {
        origin = node.origin;
        known = index + 1;
      }
    }
    if (origin === undefined) throw new Error('the root has an origin');
    return { file: origin.file, segments: [...origin.segments, ...segments.slice(known)] };
  }

  #node(segments: Segments): Node {
    let node = this.#root;
    for (const segment of segments) {
      const next = node.below.get(segment) ?? { below: new Map<string, Node>() };
      node.below.set(segment, next);
      node = next;
    }
    return node;
  }
}
