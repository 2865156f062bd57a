import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { WriteMode } from '../../../src/stages.js';
import { disk } from '../../../src/write/disk.js';
import { writeProject } from '../../../src/write/project.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'create-mcp-server-write-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const FILES = [
  { path: 'a.txt', content: 'a', mode: 0o644 },
  { path: 'bin/run', content: new Uint8Array([0, 255]), mode: 0o755 },
];

const write = (name: string, token: string, mode: WriteMode = 'new') =>
  writeProject(
    { target: join(folder, name), shown: name, mode, files: FILES },
    { storage: disk, token, onInterrupt: () => () => undefined },
  );

describe('on a real disk', () => {
  it('writes bytes and modes', async () => {
    expect((await write('app', '1')).ok).toBe(true);
    expect([...readFileSync(join(folder, 'app/bin/run'))]).toEqual([0, 255]);
    if (process.platform !== 'win32') expect(statSync(join(folder, 'app/bin/run')).mode & 0o777).toBe(0o755);
    expect(readdirSync(folder)).toEqual(['app']);
  });

  it('lets one of two runs win, and the other leave nothing', async () => {
    const both = await Promise.all([write('app', '1'), write('app', '2')]);
    expect(both.filter((one) => one.ok)).toHaveLength(1);
    expect(both.find((one) => !one.ok)?.diagnostics[0]?.code).toBe('write.raced');
    expect(readdirSync(folder)).toEqual(['app']);
  });

  it('lets one of two runs win in an empty folder that was there', async () => {
    mkdirSync(join(folder, 'app'));
    const both = await Promise.all([write('app', '1'), write('app', '2')]);
    expect(both.filter((one) => one.ok)).toHaveLength(1);
    expect(readdirSync(folder)).toEqual(['app']);
    expect(readdirSync(join(folder, 'app')).toSorted()).toEqual(['a.txt', 'bin']);
  });

  it('does not write through a link in the folder', async () => {
    mkdirSync(join(folder, 'app'));
    mkdirSync(join(folder, 'elsewhere'));
    symlinkSync(join(folder, 'elsewhere'), join(folder, 'app/bin'));
    expect((await write('app', '1', 'overwrite')).ok).toBe(false);
    expect(readdirSync(join(folder, 'elsewhere'))).toEqual([]);
  });

  it('says that a file is in the way', async () => {
    writeFileSync(join(folder, 'app'), 'mine');
    expect((await write('app/sub', '1')).diagnostics[0]?.code).toBe('write.not-a-folder');
    expect((await write('app', '1')).diagnostics[0]?.code).toBe('write.not-a-folder');
  });

  it('removes the folders above that it made when it fails', async () => {
    const long = 'n'.repeat(300);
    expect((await write(`new/deep/${long}`, '1')).diagnostics[0]?.code).toBe('write.too-long');
    expect(existsSync(join(folder, 'new'))).toBe(false);
  });
});
