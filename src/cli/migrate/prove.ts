import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Toolchain } from '../../check/index.js';
import { visible } from '../../diagnostics/visible.js';
import { jsonFile } from '../../escape/data.js';
import type { JsonValue } from '../../model/types.js';
import { recordedCalls } from '../../migrate/behaviour/record.js';
import { offersOfLists } from '../../migrate/capture/lists.js';
import type { Migrated } from '../../migrate/index.js';
import { BEHAVIOUR_PATH, ENVIRONMENT_PATH, OFFERS_PATH } from '../../migrate/project.js';
import { isEqual, migrationText, type Proof } from '../../migrate/report.js';
import { testValue } from '../../migrate/settings.js';
import type { OutputFile } from '../../write/project.js';
import type { World } from '../world.js';
import type { MigrateFlags } from './flags.js';
import type { Ready } from './make.js';
import { proofLine, REPORT } from './say.js';

/** Runs both servers and compares them. `target` holds the new project. */
export async function prove(
  { made, flags }: Ready,
  toolchain: Toolchain,
  target: string,
  world: World,
): Promise<Proof> {
  const { proveParity } = await import('../../migrate/capture/prove.js');
  const folder = await mkdtemp(join(tmpdir(), 'create-mcp-server-'));
  const step = world.screen.step('Original and new server');
  try {
    const { server, dependencies } = made;
    const { env, args, calls } = flags;
    const proof = await proveParity({
      ...{ server, dependencies, env, args, calls, toolchain, folder, target },
      signal: world.signal,
      onLine: (line) => step.note(visible(line)),
      onStage: (text) => step.note(text),
    });
    step.end(isEqual(proof) ? 'ok' : 'failed', proofLine(proof));
    return proof;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The files of the project, with what was found out about it. */
export function withProof(made: Migrated, proof: Proof, flags: MigrateFlags): OutputFile[] {
  const known = new Map(made.files.map((file) => [file.path, file]));
  for (const [path, content] of proofFiles(made, proof, flags))
    known.set(path, { path, content, mode: 0o644 });
  return [...known.values()];
}

/** Writes what was found out into a project that is there. */
export async function recordProof(
  made: Migrated,
  proof: Proof,
  flags: MigrateFlags,
  target: string,
): Promise<void> {
  for (const [path, content] of proofFiles(made, proof, flags)) await writeFile(join(target, path), content);
}

/** The report, and the recorded lists and calls as what the project's own tests expect. */
function proofFiles(made: Migrated, proof: Proof, flags: MigrateFlags): Map<string, string> {
  const files = new Map([[REPORT, migrationText(made, proof)]]);
  if (proof.kind !== 'compared') return files;
  // Given values may be secrets: only their names go into the project.
  const given = Object.keys(flags.env).map((name) => [name, testValue(name)]);
  files.set(OFFERS_PATH, jsonFile(offersOfLists(proof.original)));
  files.set(ENVIRONMENT_PATH, jsonFile({ ...proof.made, ...Object.fromEntries(given) }));
  const secrets = Object.values(flags.env).flatMap((value) => [value, hostIn(value)]);
  const behaviour = recordedCalls(proof.pairs, proof.plan, secrets);
  files.set(BEHAVIOUR_PATH, jsonFile(behaviour as unknown as JsonValue));
  return files;
}

/** Tests run with made-up values: what was sent to a host that the user named cannot be expected of them. */
const hostIn = (value: string): string => /^https?:\/\/([^/]+)/.exec(value)?.[1] ?? '';
