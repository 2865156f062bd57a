import type { ParsedFile } from './parse/file.js';

/** Where a walk stands, as a linked list: costs one small object a step, and a pointer only when somebody asks. */
export interface Trail {
  readonly file: ParsedFile;
  readonly up?: Trail;
  readonly key?: string | number;
}

/** One step down. */
export const step = (up: Trail, key: string | number): Trail => ({ file: up.file, up, key });

/** The steps from the file's root. */
export function segmentsOf(trail: Trail): string[] {
  const keys: string[] = [];
  for (let at: Trail | undefined = trail; at?.key !== undefined; at = at.up) keys.push(String(at.key));
  return keys.reverse();
}

/** A trail to a known place in a file. */
export function trailTo(file: ParsedFile, segments: readonly (string | number)[]): Trail {
  let at: Trail = { file };
  for (const key of segments) at = step(at, key);
  return at;
}
