import { relative, resolve } from 'node:path';
import { type Composed, composeProject } from '../../compose.js';
import { problem } from '../../diagnostics/catalogue.js';
import type { Diagnostic, Staged } from '../../diagnostics/types.js';
import { contractFile } from '../../manage/contract/file.js';
import { knownNames } from '../../manage/contract/names.js';
import type { NextFile } from '../../manage/decide/types.js';
import { projectDisk } from '../../manage/apply/disk.js';
import { TOOLS_FILE } from '../../model/edits/starting.js';
import type { ServiceModel } from '../../model/types.js';
import { MANIFEST_PATH, type Manifest } from '../../manage/manifest.js';
import type { Recorded } from '../../manage/read.js';
import { isMigrated } from '../../migrate/record.js';
import { type EffectiveOptions, effectiveOptions } from '../../options/effective.js';
import { factsOf, fixedVersion } from '../../options/languages.js';
import { type Options, resolveOptions } from '../../options/resolve.js';
import type { Answers } from '../../options/table.js';
import { modelOf } from '../../pipeline.js';
import type { KnownName, SpecDocument } from '../../stages.js';
import { createLoader } from '../loader.js';
import type { World } from '../world.js';
import type { RegenerateFlags } from './flags.js';

/** The project as it is generated now. */
export interface Next {
  readonly files: ReadonlyMap<string, NextFile>;
  readonly manifest: Manifest;
  /** Paths of the document's copies. */
  readonly documents: readonly string[];
  /** Paths of the overlays' copies. */
  readonly overlays: readonly string[];
}

/** A project made again in memory, and all that it was made of. */
export interface Remade {
  readonly document: SpecDocument;
  readonly options: EffectiveOptions;
  readonly model: ServiceModel;
  readonly composed: Composed;
}

type Changes = Pick<RegenerateFlags, 'spec' | 'set'>;

/** The files of `remake`, or those around a program that was migrated. */
export async function renderNext(
  flags: Changes,
  recorded: Recorded,
  dir: string,
  world: World,
): Promise<Staged<Next>> {
  if (isMigrated(recorded.manifest.options)) {
    const { renderMigratedNext } = await import('./migrated.js');
    return renderMigratedNext(flags, recorded, world);
  }
  const made = await remake(flags, recorded, dir, world);
  return made.ok ? { ...made, value: nextOf(made.value.composed) } : made;
}

/** Renders the project again, in memory: recorded answers, today's document, today's templates. */
export async function remake(
  flags: Changes,
  recorded: Recorded,
  dir: string,
  world: World,
): Promise<Staged<Remade>> {
  const resolved = nextOptions(flags, recorded, dir, world);
  if (!resolved.ok) return resolved;
  const loaded = await createLoader(world)(resolved.value);
  if (!loaded.ok) return withAdvice(loaded.diagnostics, flags, recorded);
  const stages = await world.stages();
  const built = modelOf(loaded.value.document, resolved.value, stages, namesOf(recorded));
  const found = [...loaded.diagnostics, ...built.diagnostics];
  if (!built.ok) return { ok: false, diagnostics: found };
  const facts = {
    generatorVersion: world.version,
    languageVersion: languageOf(resolved.value, recorded.manifest),
    origin: flags.spec === undefined ? recorded.manifest.document.origin : loaded.value.origin,
  };
  const options = effectiveOptions(resolved.value, built.value);
  const { document } = loaded.value;
  const composed = await composeProject(document, built.value, options, facts, stages);
  if (!composed.ok) return { ok: false, diagnostics: [...found, ...composed.diagnostics] };
  const value = { document, options, model: built.value, composed: composed.value };
  return { ok: true, value, diagnostics: [...found, ...composed.diagnostics] };
}

/** The names that callers know: those of the last time, also where the document has other operations before them now. */
function namesOf({ base }: Recorded): readonly KnownName[] {
  const file = contractFile(Object.keys(base));
  return knownNames((file === undefined ? undefined : base[file]) ?? '{}');
}

function nextOptions(flags: Changes, recorded: Recorded, dir: string, world: World): Staged<Options> {
  const copy = recorded.manifest.document.file;
  const spec = flags.spec ?? (copy === undefined ? undefined : relative(world.cwd, resolve(dir, copy)));
  if (spec === undefined) {
    return { ok: false, diagnostics: [problem('manage.no-document', 'The project records no document.')] };
  }
  const options = recorded.manifest.options as Answers;
  return resolveOptions({
    flags: { ...flags.set, spec },
    config: { ...options, ...recordedBeside(recorded.manifest, dir, world) },
    answers: {},
    preset: {},
  });
}

/** The overlays that the project was made with, and its own file about tools, where they lie now. */
function recordedBeside({ document, files }: Manifest, dir: string, world: World): Answers {
  const here = (path: string): string => relative(world.cwd, resolve(dir, path));
  const toolsFile = files.some(({ path, deleted }) => path === TOOLS_FILE && deleted !== true);
  const isThere = toolsFile && projectDisk(dir).kind(TOOLS_FILE) === 'file';
  return {
    ...(document.overlays === undefined ? {} : { overlay: document.overlays.map(here) }),
    ...(isThere ? { toolsFile: here(TOOLS_FILE) } : {}),
  };
}

/** What the project was written for stays, unless the answer changes: another machine may have another one. */
function languageOf(options: Options, manifest: Manifest): string {
  return fixedVersion(options) ?? manifest.languageVersion ?? factsOf(options.target).defaultVersion;
}

function withAdvice(
  diagnostics: readonly Diagnostic[],
  flags: Changes,
  { manifest }: Recorded,
): { ok: false; diagnostics: readonly Diagnostic[] } {
  const { file = '' } = manifest.document;
  const isGone = diagnostics.some(
    ({ code, place }) => code === 'spec.unreadable' && place?.file.endsWith(file),
  );
  if (flags.spec !== undefined || !isGone) {
    return { ok: false, diagnostics };
  }
  const message = `${manifest.document.file ?? 'The document'} is not in the project any more.`;
  return { ok: false, diagnostics: [problem('manage.no-document', message)] };
}

function nextOf(composed: Composed): Next {
  const encode = (content: string | Uint8Array): Uint8Array =>
    typeof content === 'string' ? new TextEncoder().encode(content) : content;
  const contents = new Map(composed.files.map((file) => [file.path, encode(file.content)]));
  const manifest = JSON.parse(new TextDecoder().decode(contents.get(MANIFEST_PATH))) as Manifest;
  const files = new Map(
    manifest.files.flatMap(({ path, owner, mode }) => {
      const bytes = contents.get(path);
      return bytes === undefined ? [] : [[path, { bytes, owner, mode }] as const];
    }),
  );
  return { files, manifest, documents: composed.documents, overlays: composed.overlays };
}
