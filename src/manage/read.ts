import { brotliDecompressSync } from 'node:zlib';
import { problem } from '../diagnostics/catalogue.js';
import type { Staged } from '../diagnostics/types.js';
import { staysInside } from './apply/journal.js';
import type { ProjectStorage } from './apply/storage.js';
import { BASE_PATH, MANIFEST_PATH, type Manifest } from './manifest.js';
import { MANIFEST_VERSION, migrateManifest } from './migrations.js';

export interface Recorded {
  readonly manifest: Manifest;
  /** The manifest as it stands on disk. */
  readonly manifestText: string;
  /** Path → text as generated. */
  readonly base: Readonly<Record<string, string>>;
}

/** Reads what a project records of itself. Errors: `manage.no-project`, `manage.manifest-broken`, `manage.manifest-newer`. */
export function readRecorded(storage: ProjectStorage, shown: string): Staged<Recorded> {
  if (storage.kind(MANIFEST_PATH) !== 'file') return failed('manage.no-project', `${shown} has no manifest.`);
  const manifestText = new TextDecoder().decode(storage.read(MANIFEST_PATH));
  const parsed = parsedJson(manifestText);
  const version = isRecord(parsed) ? parsed['manifestVersion'] : undefined;
  if (typeof version === 'number' && version > MANIFEST_VERSION) {
    return failed('manage.manifest-newer', `The manifest of ${shown} has version ${version}.`);
  }
  const manifest = isRecord(parsed) ? migrateManifest(parsed) : undefined;
  if (!isManifest(manifest)) return failed('manage.manifest-broken', `${MANIFEST_PATH} is damaged.`);
  const base = readBase(storage);
  if (base === undefined) return failed('manage.manifest-broken', `${BASE_PATH} is missing or damaged.`);
  return { ok: true, value: { manifest, manifestText, base }, diagnostics: [] };
}

const failed = (code: string, message: string): Staged<never> => ({
  ok: false,
  diagnostics: [problem(code, message)],
});

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The project may come from anybody: no path in the manifest may lead out of it. */
function isManifest(value: unknown): value is Manifest {
  if (!isRecord(value) || !isRecord(value['options']) || !isRecord(value['document'])) return false;
  const { files, document } = value;
  const copies = [document['file'] ?? [], document['overlays'] ?? []].flat();
  return Array.isArray(files) && files.every(isFile) && copies.every((copy) => staysInside(copy));
}

const isFile = (one: unknown): boolean =>
  isRecord(one) &&
  staysInside(one['path']) &&
  (one['at'] === undefined || staysInside(one['at'])) &&
  typeof one['sha256'] === 'string' &&
  typeof one['mode'] === 'number';

function readBase(storage: ProjectStorage): Readonly<Record<string, string>> | undefined {
  if (storage.kind(BASE_PATH) !== 'file') return undefined;
  try {
    const parsed: unknown = JSON.parse(brotliDecompressSync(storage.read(BASE_PATH)).toString('utf8'));
    return isRecord(parsed) ? (parsed as Record<string, string>) : undefined;
  } catch {
    return undefined;
  }
}
