import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A WebAssembly file: it lies beside the bundle; in a checkout it comes from its package. */
export function wasmFile(name: string, from: string): Uint8Array<ArrayBuffer> {
  const beside = join(dirname(fileURLToPath(import.meta.url)), '..', 'wasm', name);
  const path = existsSync(beside) ? beside : createRequire(import.meta.url).resolve(from);
  return new Uint8Array(readFileSync(path));
}
