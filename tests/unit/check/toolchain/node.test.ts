import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { typescriptFacts } from '../../../../generators/targets/typescript/facts.js';
import { PNPM_VERSION as inProjects } from '../../../../generators/targets/typescript/package-manager.js';
import { findToolchain } from '../../../../src/check/toolchain/index.js';
import { PNPM_VERSION } from '../../../../src/check/toolchain/pnpm.js';
import { fakeMachine } from './fake-machine.js';

const NODE = {
  [process.execPath]: { stdout: 'v24.1.0\n' },
  '/usr/bin/npm': { stdout: '11.0.0\n' },
};
const npm = { version: 'auto', packageManager: 'npm' };
const pnpm = { version: 'auto', packageManager: 'pnpm' };

describe('the toolchain of TypeScript', () => {
  let cache = '';
  beforeEach(async () => {
    cache = await mkdtemp(join(tmpdir(), 'node-toolchain-'));
  });
  afterEach(() => rm(cache, { recursive: true }));

  const inCache = {
    PATH: '/shims:/usr/bin',
    get XDG_CACHE_HOME() {
      return cache;
    },
  };
  const own = () => join(cache, 'create-mcp-server', `pnpm-${PNPM_VERSION}`, 'node_modules', '.bin', 'pnpm');

  it('writes projects for the version that its facts name, with the pnpm that they name', async () => {
    expect(await findToolchain('typescript', npm, fakeMachine(NODE))).toMatchObject({
      value: { languageVersion: typescriptFacts.defaultVersion },
    });
    expect(PNPM_VERSION).toBe(inProjects);
  });

  it('looks for no pnpm where npm is wanted', async () => {
    const machine = fakeMachine({ ...NODE, '/usr/bin/pnpm': {} });
    expect(await findToolchain('typescript', npm, machine)).toMatchObject({
      value: { values: { pnpm: '' } },
    });
  });

  it('takes the pnpm of its user, and passes over a shim that points nowhere', async () => {
    const machine = fakeMachine({ ...NODE, '/shims/pnpm': { exitCode: 127 }, '/usr/bin/pnpm': {} });
    expect(await findToolchain('typescript', pnpm, machine)).toMatchObject({
      value: { values: { pnpm: '/usr/bin/pnpm' } },
    });
  });

  it('takes the one that an earlier run has fetched', async () => {
    const machine = fakeMachine({ ...NODE, [own()]: {} }, { env: inCache });
    expect(await findToolchain('typescript', pnpm, machine)).toMatchObject({
      value: { values: { pnpm: own() } },
    });
  });

  it('fetches one where there is none, without running scripts, and says so', async () => {
    const lines: string[] = [];
    const programs: Record<string, object> = { ...NODE };
    const machine = fakeMachine(programs, { env: inCache, announce: (line) => lines.push(line) });
    const isFile = async (path: string) => path === own() || machine.isFile(path);
    const found = await findToolchain('typescript', pnpm, { ...machine, isFile });
    expect(lines).toEqual([expect.stringContaining(`Fetching pnpm ${PNPM_VERSION}`)]);
    expect(machine.ran.at(-2)).toMatch(/^\/usr\/bin\/npm install --prefix \S+ --ignore-scripts /);
    expect(found).toMatchObject({ problem: { code: 'toolchain.no-pnpm' } });
  });

  it('says why it could not be fetched', async () => {
    const broken = { ...NODE, '/usr/bin/npm': { exitCode: 1, stdout: 'no network\n' } };
    const found = await findToolchain('typescript', pnpm, fakeMachine(broken, { env: inCache }));
    expect(found).toMatchObject({
      problem: {
        code: 'toolchain.no-pnpm',
        message: `pnpm is not installed, and fetching pnpm ${PNPM_VERSION} failed: no network`,
      },
    });
  });
});
