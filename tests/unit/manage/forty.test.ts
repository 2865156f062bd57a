import { describe, expect, it } from 'vitest';
import { type Case, FORTY } from './cases/forty.js';
import { LOGO_MINE, SERVER, V1 } from './cases/project.js';
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
  const at = (name: string): number => SERVER.indexOf(`async def ${name}`);
  const head = SERVER.slice(0, at('list_pets'));
  const parts = {
    'src/server/lists.py': head + SERVER.slice(at('list_pets'), at('get_pet')).trimEnd().concat('\n'),
    'src/server/pets.py':
      head.replace('import logging\n', 'import logging\nimport time\n') + SERVER.slice(at('get_pet')),
  };
  const { 'src/server.py': _, ...rest } = V1;
  const split = (edit: (disk: Disk) => unknown): Run =>
    regenerate(V1, (d) => void edit(d), { ...rest, ...parts });

  it('goes when it was not edited', () => {
    const done = split(() => undefined);
    expect(done.after.entries.has('src/server.py')).toBe(false);
    expect(done.conflicts).toEqual([]);
  });

  it('takes the edits of its functions to where they are now', () => {
    const done = split((d) =>
      d.edit('src/server.py', 'limit: int = 20', 'limit: int = 50').edit('src/server.py', 'Get one', 'My'),
    );
    expect(done.conflicts).toEqual([]);
    expect(done.after.text('src/server/lists.py')).toContain('limit: int = 50');
    expect(done.after.text('src/server/pets.py')).toContain('My pet.');
    expect(done.after.entries.has('src/server.py')).toBe(false);
    expect(silentLosses(done)).toEqual([]);
    expect(settles(done)).toEqual([]);
  });

  it('goes back to one file with the edits', () => {
    const done = regenerate({ ...rest, ...parts }, (d) => d.edit('src/server/pets.py', 'Get one', 'My'), V1);
    expect(done.conflicts).toEqual([]);
    expect(done.after.text('src/server.py')).toContain('My pet.');
    expect(silentLosses(done)).toEqual([]);
  });

  it('stays when an edit has no single place to go to, and the report says where its parts are', () => {
    const done = split((d) => d.edit('src/server.py', 'client = PetsClient()', 'client = MyClient()'));
    expect(done.action('src/server.py')).toMatchObject({ kind: 'conflict' });
    expect(done.action('src/server.py')?.notes[0]).toContain('but as 2 in src/server/');
    expect(silentLosses(done)).toEqual([]);
    expect(settles(done)).toEqual([]);
  });
});

describe('twenty more', () => {
  it.each(TWENTY)('$id: $says', check);
});
