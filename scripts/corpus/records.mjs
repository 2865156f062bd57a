// What was measured so far, one file per document: a run that was ended goes on where it was.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CACHE } from '../kits/lib/world.mjs';

const FOLDER = join(CACHE, 'corpus');
const fileOf = (name) => join(FOLDER, `${name}.json`);

/** The record of a document: `{ generated, steps: {step: {key, …}} }`; empty when there is none. */
export function readRecord(name) {
  if (!existsSync(fileOf(name))) return { steps: {} };
  try {
    return JSON.parse(readFileSync(fileOf(name), 'utf8'));
  } catch {
    // The run before was ended while it wrote.
    return { steps: {} };
  }
}

export function writeRecord(name, record) {
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(fileOf(name), JSON.stringify(record, null, 1));
}
