/** Every command that is stopped, met by another, not listened to, or left without room on the disk: all or nothing, each time. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { JOBS, type Job } from './commands.js';
import type { Spot } from './situations.js';
import { forgotten, Ground, STACK, tree } from './ground.js';

const ground = new Ground();
beforeAll(() => ground.install(), 120_000);
afterAll(() => ground.remove(), 60_000);

const WRITING: readonly Job[] = JOBS.filter(({ writes }) => writes !== 'nothing');
const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
/** How long a run lasts, about; signals come at random instants of it, other ones in each test. */
const LASTS_MS = 700;
const ROUNDS = 2;

/** By names, so that nothing depends on where the folder is. */
const named = (job: Job, { subject, out }: Spot): readonly string[] =>
  job.args(basename(subject), basename(out));

/** What lies there before a run that is left alone, and after it. */
async function sides(job: Job) {
  const spot = ground.spot(job);
  const before = tree(spot.cwd);
  const { code } = await ground.run(named(job, spot), spot);
  expect(code).toBe(job.good);
  return { before, after: tree(spot.cwd) };
}

describe.skipIf(process.platform === 'win32')('a signal at any instant', () => {
  it.each(WRITING)(
    '$command: leaves what was there, or all that was to be',
    async (job) => {
      const { before, after } = await sides(job);
      for (const signal of Object.keys(SIGNALS) as (keyof typeof SIGNALS)[]) {
        for (let round = 0; round < ROUNDS; round += 1) {
          const spot = ground.spot(job);
          const upset = { signal, afterMs: Math.random() * LASTS_MS };
          const { code, said } = await ground.run(named(job, spot), spot, {}, upset);
          // Before the program has taken over, the system ends it: then there is no code.
          expect([job.good, SIGNALS[signal], null]).toContain(code);
          expect([before, after]).toContainEqual(tree(spot.cwd));
          expect(said).not.toMatch(STACK);
          expect(forgotten(spot.temp)).toEqual([]);
        }
      }
    },
    180_000,
  );
});

describe('two runs at once', () => {
  it.each(WRITING)(
    '$command: one of them does it, and nothing is mixed',
    async (job) => {
      const { after } = await sides(job);
      const spot = ground.spot(job);
      const run = () => ground.run(named(job, spot), spot);
      const ends = await Promise.all([run(), run()]);
      expect(ends.map(({ code }) => code)).toContain(job.good);
      for (const { code, said } of ends) {
        expect({ said, code: [job.good, 1].includes(code ?? -1) }).toEqual({ said, code: true });
        expect(said).not.toMatch(STACK);
      }
      expect(tree(spot.cwd)).toEqual(after);
    },
    90_000,
  );
});

describe.skipIf(process.platform === 'win32')('output that nobody reads any more', () => {
  it.each(JOBS as readonly Job[])(
    '$command: does its work, and no word about it',
    async (job) => {
      const { after } = await sides(job);
      const spot = ground.spot(job);
      const { code, said } = await ground.run(named(job, spot), spot, {}, { unread: true });
      expect({ said, code }).toEqual({ said, code: job.good });
      expect(said).not.toMatch(/EPIPE|internal/);
      expect(tree(spot.cwd)).toEqual(after);
    },
    90_000,
  );
});

/** A small file system, where this process may make one. */
function smallDisk(): string | undefined {
  const disk = mkdtempSync(join(tmpdir(), 'create-mcp-server-disk-'));
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', disk], { stdio: 'ignore' });
  if (mounted.status === 0) return disk;
  rmSync(disk, { recursive: true });
  return undefined;
}
const disk = smallDisk();
afterAll(() => {
  if (disk === undefined) return;
  spawnSync('umount', [disk], { stdio: 'ignore' });
  rmSync(disk, { recursive: true, force: true });
});

/** Leaves no room but a few kilobytes. */
function fill(folder: string): void {
  for (const size of [65_536, 4096])
    for (let n = 0; n < 64; n += 1)
      try {
        writeFileSync(join(folder, `filler-${size}-${n}`), Buffer.alloc(size));
      } catch {
        break;
      }
}

describe.skipIf(disk === undefined)('a disk that is full (where a small one may be mounted)', () => {
  const place = join(disk ?? '', 'place');
  afterEach(() => rmSync(place, { recursive: true, force: true }));

  it.each(WRITING)(
    '$command: says so, and nothing is changed',
    async (job) => {
      const spot = ground.spot(job);
      mkdirSync(place);
      const subject = job.reads === 'project' ? join(place, 'shop') : spot.subject;
      if (job.reads === 'project') ground.put('project', subject);
      fill(place);
      const before = tree(place);
      const { code, said } = await ground.run(job.args(subject, join(place, 'out')), spot);
      expect({ said, code }).toEqual({ said, code: 1 });
      expect(said).toMatch(/full|space/i);
      expect(said).not.toMatch(STACK);
      expect(tree(place)).toEqual(before);
    },
    90_000,
  );
});
