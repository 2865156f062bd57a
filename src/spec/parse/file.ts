import type { Place } from '../../diagnostics/types.js';
import type { JsonValue } from '../../model/types.js';
import type { Segments } from '../pointer.js';

/** One file of a document, parsed. `value` belongs to the load and is changed in place. */
export interface ParsedFile {
  /** As the user knows it: path, URL without credentials, `<stdin>`. */
  readonly name: string;
  /** The text without a byte order mark; positions refer to it. */
  readonly text: string;
  readonly format: 'json' | 'yaml';
  readonly value: JsonValue;
  /** Place of a value in the file as written; of its nearest ancestor that is written there. */
  place(segments: Segments): Place;
}
