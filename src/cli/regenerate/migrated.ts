import { problem } from '../../diagnostics/catalogue.js';
import type { Staged } from '../../diagnostics/types.js';
import type { NextFile } from '../../manage/decide/types.js';
import type { Manifest } from '../../manage/manifest.js';
import type { Recorded } from '../../manage/read.js';
import { migratedContract, recordedFacts, renderMigrated } from '../../migrate/record.js';
import { DEFAULT_VERSION, TARGET } from '../../migrate/target.js';
import type { RegenerateFlags } from './flags.js';
import type { Next } from './next.js';
import type { World } from '../world.js';

/** The files around a migrated program, made again. Its own code is its owner's: it is recorded, and never touched. */
export async function renderMigratedNext(
  flags: Pick<RegenerateFlags, 'spec'>,
  { manifest }: Recorded,
  world: World,
): Promise<Staged<Next>> {
  const facts = recordedFacts(manifest.options);
  if (facts === undefined) {
    const message = 'The manifest does not say what the project was made of.';
    return { ok: false, diagnostics: [problem('manage.manifest-broken', message)] };
  }
  if (flags.spec !== undefined) {
    const message =
      'This project was migrated from a server: there is no document that --spec could replace.';
    return { ok: false, diagnostics: [problem('manage.no-document', message)] };
  }
  const stages = await world.stages();
  const target = await stages.target(TARGET);
  if (target === undefined)
    return { ok: false, diagnostics: [problem('internal.bug', 'There is no generator.')] };
  const versions = {
    languageVersion: manifest.languageVersion ?? DEFAULT_VERSION,
    generatorVersion: world.version,
  };
  const rendered = await renderMigrated(facts, versions, stages.renderPlan, target);
  if (!rendered.ok) return rendered;
  const encoder = new TextEncoder();
  const made = [...rendered.value.values()].map(({ path, text, owner, mode }): [string, NextFile] => [
    path,
    { bytes: encoder.encode(text), owner, mode },
  ]);
  const next: Manifest = {
    ...manifest,
    generator: { name: 'create-mcp-server', version: world.version },
    run: migratedContract(facts),
  };
  const files = new Map([...carried(manifest), ...made]);
  return { ok: true, value: { files, manifest: next, documents: [], overlays: [] }, diagnostics: [] };
}

const carried = ({ files }: Manifest): [string, NextFile][] =>
  files.flatMap(({ path, owner, mode, sha256 }): [string, NextFile][] =>
    owner === 'once' ? [[path, { bytes: new Uint8Array(), owner, mode, sha256 }]] : [],
  );
