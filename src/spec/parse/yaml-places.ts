import type { Place } from '../../diagnostics/types.js';
import type { JsonValue } from '../../model/types.js';
import { toPointer } from '../pointer.js';
import type { ParsedFile } from './file.js';
import { lineIndex } from './lines.js';

/** Where the values of a YAML text start: the same tree as the value, offsets only. */
export interface Spot {
  readonly offset: number;
  readonly members?: Map<string, Spot>;
}

/** Gives the line and the column of an offset. */
export function placesIn(name: string, text: string): (offset: number) => Place {
  const lineAt = lineIndex(text);
  return (offset) => ({ file: name, ...lineAt(Math.min(offset, text.length)) });
}

/** A file that was read as YAML. */
export function yamlFile(name: string, text: string, value: JsonValue, spot: Spot): ParsedFile {
  const at = placesIn(name, text);
  return {
    name,
    text,
    format: 'yaml',
    value,
    place: (segments) => ({ ...at(offsetIn(spot, segments)), pointer: toPointer(segments) }),
  };
}

function offsetIn(root: Spot, segments: readonly string[]): number {
  let spot = root;
  for (const segment of segments) {
    const next = spot.members?.get(segment);
    if (next === undefined) break;
    spot = next;
  }
  return spot.offset;
}
