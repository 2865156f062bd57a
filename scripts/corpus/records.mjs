// What was measured so far, one file per document: a run that was ended goes on where it was.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CACHE } from '../kits/lib/world.mjs';

const FOLDER = join(CACHE, 'corpus');
const fileOf = (name, target) => join(FOLDER, `${name}${target === 'python' ? '' : `.${target}`}.json`);

/** The record of a document in one language: `{ generated, steps: {step: {key, …}} }`; empty when there is none. */
export function readRecord(name, target) {
  if (!existsSync(fileOf(name, target))) return { steps: {} };
  try {
    return JSON.parse(readFileSync(fileOf(name, target), 'utf8'));
  } catch {
    // The run before was ended while it wrote.
    return { steps: {} };
  }
}

export function writeRecord(name, target, record) {
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(fileOf(name, target), JSON.stringify(record, null, 1));
}
