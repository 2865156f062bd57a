import { describe, expect, it } from 'vitest';
import { applyChanges, type Change } from '../../../src/manage/apply/apply.js';
import { recover } from '../../../src/manage/apply/recover.js';
import { alone, CrashingDisk } from './memory.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const to = (path: string, text: string, mode = 0o644): Change => ({
  path,
  after: { bytes: bytes(text), mode },
});
const gone = (path: string): Change => ({ path, after: null });

function project(): CrashingDisk {
  const disk = new CrashingDisk();
  for (const folder of ['src', 'src/old', '.create-mcp-server']) disk.makeFolder(folder);
  disk.write('src/a.py', bytes('a = 1'), 0o644);
  disk.write('src/run.sh', bytes('run'), 0o644);
  disk.write('src/old/b.py', bytes('b = 1'), 0o600);
  disk.write('.create-mcp-server/manifest.json', bytes('{"old":1}'), 0o644);
  disk.operations = 0;
  return disk;
}

const CHANGES: readonly Change[] = [
  to('src/a.py', 'a = 2'),
  to('src/new/deep/c.py', 'c = 1', 0o755),
  to('src/run.sh', 'run', 0o755),
  gone('src/old/b.py'),
  to('.create-mcp-server/manifest.json', '{"new":1}'),
];

const apply = (disk: CrashingDisk, changes = CHANGES) => applyChanges(disk, changes, alone, 'my-server');

describe('applying changes', () => {
  const before = project().picture();
  const finished = project();
  apply(finished);
  const after = finished.picture();
  const total = finished.operations;

  it('writes, removes and cleans up', () => {
    expect(after.split('\n')).toEqual([
      '.create-mcp-server/',
      '.create-mcp-server/manifest.json 644 {"new":1}',
      'src/',
      'src/a.py 644 a = 2',
      'src/new/',
      'src/new/deep/',
      'src/new/deep/c.py 755 c = 1',
      'src/run.sh 755 run',
    ]);
  });

  it.each([false, true])(
    'is the old or the new project after a stop at every single operation (torn: %s)',
    (torn) => {
      const seen = new Set<string>();
      for (let at = 1; at <= total; at++) {
        const disk = project();
        Object.assign(disk, { stopAt: at, torn });
        apply(disk);
        const next = disk.restarted();
        expect(recover(next, alone, 'my-server').ok).toBe(true);
        expect([before, after], `stopped at ${at} of ${total}`).toContain(next.picture());
        seen.add(next.picture());
      }
      expect(seen.size).toBe(2);
    },
  );

  it('survives stops while recovering from a stop', () => {
    for (let at = 1; at <= total; at++) {
      for (let second = 1; second <= 12; second++) {
        const disk = project();
        disk.stopAt = at;
        apply(disk);
        const next = disk.restarted();
        next.stopAt = second;
        recover(next, alone, 'my-server');
        const last = next.restarted();
        recover(last, alone, 'my-server');
        expect([before, after], `stopped at ${at}, then at ${second}`).toContain(last.picture());
      }
    }
  });

  it.each(['ENOSPC', 'EROFS', 'EACCES'])(
    'leaves the old project and one error when an operation fails with %s',
    (code) => {
      for (let at = 1; at <= total; at++) {
        const disk = project();
        disk.failAt = { at, code };
        const result = apply(disk);
        if (result.ok) continue;
        const next = disk.restarted();
        recover(next, alone, 'my-server');
        expect(result.diagnostics.filter((d) => d.severity === 'error')).not.toHaveLength(0);
        expect([before, after], `failed at ${at}`).toContain(next.picture());
        if (disk.kind('.create-mcp-server/journal') === 'none') expect(result.diagnostics).toHaveLength(1);
      }
    },
  );

  it('keeps an edit made between the interruption and the next run', () => {
    const disk = project();
    disk.stopAt = total - 8;
    apply(disk);
    const next = disk.restarted();
    next.write('src/a.py', bytes('a = "edited"'), 0o644);
    const result = recover(next, alone, 'my-server');
    expect(new TextDecoder().decode(next.read('src/a.py'))).toBe('a = "edited"');
    expect(result.diagnostics.map((d) => d.code)).toEqual(['manage.edited-meanwhile']);
  });

  it('refuses while another run that lives holds the journal', () => {
    const disk = project();
    disk.stopAt = 12;
    applyChanges(disk, CHANGES, { pid: 77, alive: () => true }, 'my-server');
    const next = disk.restarted();
    const result = recover(next, { pid: 78, alive: (pid) => pid === 77 }, 'my-server');
    expect(result.diagnostics.map((d) => d.code)).toEqual(['manage.busy']);
  });

  it('writes nothing when a file is no longer what was read', () => {
    const disk = project();
    const result = apply(disk, [{ ...to('src/a.py', 'a = 3'), seen: bytes('a = 0') }]);
    expect(result.diagnostics.map((d) => d.code)).toEqual(['manage.raced']);
    expect(disk.picture()).toBe(before);
  });

  it.each(['../out.txt', 'src/../../out.txt', 'link/out.txt', '/etc/passwd'])(
    'does not write to %s',
    (path) => {
      const disk = project();
      disk.nodes.set('link', { kind: 'link', bytes: new Uint8Array(), mode: 0o777 });
      const result = apply(disk, [to(path, 'x')]);
      expect(result.diagnostics.map((d) => d.code)).toEqual(['write.unsafe-path']);
    },
  );

  it.each([
    [
      'leads out',
      '{"version":1,"folders":[],"steps":[{"path":"../x","before":null,"after":{"sha256":"","mode":420}}]}',
    ],
    [
      'goes through a link',
      '{"version":1,"folders":[],"steps":[{"path":"link/x","before":null,"after":{"sha256":"","mode":420}}]}',
    ],
    ['is no list', '{"version":1}'],
    ['is cut off', '{"vers'],
  ])('refuses a journal that %s: projects come from anybody', (_, text) => {
    const disk = project();
    disk.makeFolder('.create-mcp-server/journal');
    disk.nodes.set('link', { kind: 'link', bytes: new Uint8Array(), mode: 0o777 });
    disk.write('.create-mcp-server/journal/journal.json', bytes(text), 0o644);
    disk.write('.create-mcp-server/journal/new-0', bytes('evil'), 0o644);
    const picture = disk.picture();
    expect(recover(disk, alone, 'x').diagnostics.map((d) => d.code)).toEqual(['manage.journal-broken']);
    expect(disk.picture()).toBe(picture);
  });
});
