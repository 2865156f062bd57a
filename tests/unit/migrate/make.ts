import { findTarget } from '../../../generators/registry.js';
import type { Staged } from '../../../src/diagnostics/types.js';
import { type Migrated, migrate, type Settle } from '../../../src/migrate/index.js';
import { renderPlan } from '../../../src/render/index.js';

const bytes = (text: string | Uint8Array): Uint8Array =>
  typeof text === 'string' ? new TextEncoder().encode(text) : text;

/** Migrates sources given as texts; `entry` is the file that was named, if one was. */
export async function migrateTexts(
  files: Readonly<Record<string, string | Uint8Array>>,
  entry?: string,
  settle?: Settle,
): Promise<Staged<Migrated>> {
  const target = await findTarget('python');
  if (target === undefined) throw new Error('there is no Python target');
  const source = {
    shown: entry ?? 'weather',
    ...(entry === undefined ? {} : { entry }),
    files: new Map(Object.entries(files).map(([path, text]) => [path, bytes(text)])),
  };
  const wish = { languageVersion: '3.13', generatorVersion: '1.2.3', args: [], env: [] };
  return migrate(source, wish, renderPlan, target, settle);
}

/** The text of a file of the new project. Fails where there is none. */
export function textIn(made: Staged<Migrated>, path: string): string {
  if (!made.ok) throw new Error(made.diagnostics.map(({ message }) => message).join(' '));
  const found = made.value.files.find((file) => file.path === path);
  if (found === undefined) throw new Error(`there is no ${path}`);
  return typeof found.content === 'string' ? found.content : new TextDecoder().decode(found.content);
}

/** Codes and places of what a migration was refused for. */
export const refusal = (made: Staged<Migrated>): string[] =>
  made.ok
    ? []
    : made.diagnostics.map(({ code, place }) => `${code} ${place?.file ?? ''}:${place?.line ?? ''}`);

/** A text as a literal that Python reads back, whatever is in it. */
export const literal = (text: string): string =>
  `"${[...text].map((one) => (/[A-Za-z0-9 ]/.test(one) ? one : `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`)).join('')}"`;
