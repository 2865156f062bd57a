import { describe, expect, it } from 'vitest';
import { type Case, FORTY } from './cases/forty.js';
import { LOGO_MINE, V1 } from './cases/project.js';
import { TWENTY } from './cases/twenty.js';
import { type Disk, regenerate, type Run, settles, silentLosses } from './kit.js';

const run = (one: Case): Run => regenerate(one.before ?? V1, one.edit, one.now);

function check(one: Case): void {
  const done = run(one);
  expect(done.conflicts.length > 0 ? 'conflict' : 'clean').toBe(one.ends ?? 'clean');
  for (const [path, texts] of Object.entries(one.holds)) {
    for (const text of texts) {
      const wanted = !text.startsWith('!');
      expect(done.after.text(path).includes(wanted ? text : text.slice(1)), `${path}: ${text}`).toBe(wanted);
    }
  }
  expect(silentLosses(done)).toEqual([]);
  expect(settles(done)).toEqual([]);
}

describe('the forty kinds of edit', () => {
  it.each(FORTY)('$id: $says', check);

  it('are forty, and at least 36 end clean or with the file kept and reported', () => {
    expect(FORTY).toHaveLength(40);
    expect(FORTY.filter((one) => one.ends === 'conflict').map((one) => one.id)).toEqual([
      '07a',
      '08a',
      '09b',
      '10b',
      '13',
    ]);
  });

  const byId = (id: string): Run => run(FORTY.find((one) => one.id === id) ?? (FORTY[0] as Case));

  it('03: says that a deleted file stays deleted, once', () => {
    expect(byId('03b').action('NOTES.txt')?.kind).toBe('record-deleted');
  });

  it('10a: leaves every byte of a replaced binary', () => {
    expect(byId('10a').after.entries.get('logo.png')).toMatchObject({ bytes: LOGO_MINE });
  });

  it('12: merges the executable bit by itself', () => {
    expect(byId('12a').after.entries.get('src/server.py')).toMatchObject({ mode: 0o755 });
    expect(byId('12b').after.entries.get('NOTES.txt')).toMatchObject({ mode: 0o755 });
    expect(byId('12c').after.entries.get('static.txt')).toMatchObject({ mode: 0o755 });
  });

  it('19: leaves the link', () => {
    expect(byId('19').after.entries.get('static.txt')).toEqual({ kind: 'link', target: '../elsewhere.txt' });
  });
});

describe('a file that is split into a folder', () => {
  const parts = { 'src/server/__init__.py': 'x = 1\n', 'src/server/pets.py': 'async def get_pet(): ...\n' };
  const { 'src/server.py': _, ...rest } = V1;

  it('goes when it was not edited', () => {
    const done = regenerate(V1, () => undefined, { ...rest, ...parts });
    expect(done.action('src/server.py')?.kind).toBe('delete');
    expect(done.conflicts).toEqual([]);
  });

  it('stays when it was, and the report says where its parts are', () => {
    const edit = (d: Disk): unknown => d.edit('src/server.py', 'limit: int = 20', 'limit: int = 50');
    const done = regenerate(V1, edit, { ...rest, ...parts });
    expect(done.action('src/server.py')).toMatchObject({ kind: 'conflict' });
    expect(done.action('src/server.py')?.notes[0]).toContain('but as 2 in src/server/');
    expect(silentLosses(done)).toEqual([]);
  });
});

describe('twenty more', () => {
  it.each(TWENTY)('$id: $says', check);
});
