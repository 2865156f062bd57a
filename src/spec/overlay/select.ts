import { JSONPathEnvironment } from 'json-p3';
import type { JsonValue } from '../../model/types.js';
import { MAX_DEPTH } from '../limits.js';
import type { Segments } from '../pointer.js';

const environment = new JSONPathEnvironment({ maxRecursionDepth: 2 * MAX_DEPTH });

export interface Selected {
  readonly value: JsonValue;
  readonly segments: Segments;
}

/** What a JSONPath (RFC 9535) selects, in document order, each place once; a text says why it cannot be read. */
export function select(path: string, root: JsonValue): readonly Selected[] | string {
  try {
    const seen = new Set<string>();
    return environment.query(path, root).nodes.flatMap(({ value, location }) => {
      const segments = location.map(String);
      const key = JSON.stringify(segments);
      if (seen.has(key)) return [];
      seen.add(key);
      return [{ value: value as JsonValue, segments }];
    });
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
