/** Projects of every manifest version there has been: each updates with today's program, its hand edits kept. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Outcome } from '../../../src/cli/outcome.js';
import { parseRegenerate } from '../../../src/cli/regenerate/flags.js';
import { regenerate } from '../../../src/cli/regenerate/index.js';
import { MANIFEST_VERSION, migrateManifest, STEPS } from '../../../src/manage/migrations.js';
import { worldIn } from './on-disk.js';

type Old = Readonly<Record<string, unknown>>;
const GOLDEN = 'tests/golden/manifests';
const versions = Array.from({ length: MANIFEST_VERSION }, (_, i) => i + 1);
const home = mkdtempSync(join(tmpdir(), 'manifests-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

async function run(words: readonly string[]): Promise<Outcome> {
  const flags = parseRegenerate(words);
  if (!flags.ok || flags.value === 'help') throw new Error(words.join(' '));
  return regenerate(
    flags.value,
    worldIn(home, () => undefined),
  );
}

describe('the versions of the manifest', () => {
  it('have a project each, and all but the last a step to the next', () => {
    expect(readdirSync(GOLDEN).toSorted()).toEqual(versions.map(String).toSorted());
    expect([...STEPS.keys()].toSorted()).toEqual(versions.slice(0, -1));
  });

  it.each(versions)(
    '%i updates: edits are kept, nothing is in conflict, and then it is current',
    async (version) => {
      const dir = `v${version}`;
      const read = (path: string): string => readFileSync(join(home, dir, path), 'utf8');
      cpSync(join(GOLDEN, String(version)), join(home, dir), { recursive: true });
      const document = JSON.parse(read('openapi.json'));
      const listPets = document.paths['/pets'].get;
      document.paths['/dogs'] = { get: { ...listPets, operationId: 'listDogs' } };
      writeFileSync(join(home, 'new.json'), JSON.stringify(document));
      const outcome = await run([dir, '--spec', 'new.json']);
      expect(outcome).toMatchObject({ exitCode: 0, json: { conflicts: 0, written: true } });
      expect(read('src/mcp_pets/server.py')).toContain('# ours: the shop asks for this every minute\n');
      expect(read('src/mcp_pets/server.py')).toContain('async def list_dogs(');
      expect(read('README.md')).toContain('## Ours\n\nAsk the shop team before a release.\n');
      expect(read('Makefile')).toContain('deploy: ## Ours\n\t./deploy.sh\n');
      expect(JSON.parse(read('.create-mcp-server/manifest.json')).manifestVersion).toBe(MANIFEST_VERSION);
      expect(await run([dir, '--check'])).toMatchObject({ exitCode: 0 });
    },
  );
});

describe('bringing a manifest up to date', () => {
  const steps = new Map<number, (old: Old) => Old>([
    [1, (old: Old) => ({ ...old, b: 1 })],
    [2, (old: Old) => ({ ...old, c: 2 })],
  ]);
  it('goes through every step from where it is', () => {
    expect(migrateManifest({ manifestVersion: 1 }, steps, 3)).toEqual({ manifestVersion: 3, b: 1, c: 2 });
    expect(migrateManifest({ manifestVersion: 2 }, steps, 3)).toEqual({ manifestVersion: 3, c: 2 });
    expect(migrateManifest({ manifestVersion: 3 }, steps, 3)).toEqual({ manifestVersion: 3 });
  });

  it.each([undefined, 0, -1, 1.5, '1', null])('knows no version %s', (version) => {
    expect(migrateManifest({ manifestVersion: version }, steps, 3)).toBeUndefined();
  });

  it('knows no way where a step is missing', () => {
    expect(migrateManifest({ manifestVersion: 1 }, new Map(), 2)).toBeUndefined();
  });
});
