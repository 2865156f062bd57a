import { describe, expect, it } from 'vitest';
import { mergeText } from '../../../src/manage/merge/index.js';
import { again, regenerate, runOn } from './kit.js';
import { GET_2, SERVER, V1, with2 } from './cases/project.js';

const merged = (base: string, ours: string, theirs: string): string =>
  mergeText('a.txt', base, ours, theirs).text;

describe('line endings and marks', () => {
  it.each([
    [
      'the user converts to CRLF',
      'a\nb\nc\nd\n',
      'a\r\nb\r\nc\r\nd\r\n',
      'a\nb\nc\nD\n',
      'a\r\nb\r\nc\r\nD\r\n',
    ],
    [
      'the template converts to CRLF',
      'a\nb\nc\nd\n',
      'A\nb\nc\nd\n',
      'a\r\nb\r\nc\r\nd\r\n',
      'A\r\nb\r\nc\r\nd\r\n',
    ],
    [
      'the user pastes CRLF lines into LF',
      'a\nb\nc\nd\n',
      'a\nmine\r\nb\nc\nd\n',
      'a\nb\nc\nD\n',
      'a\nmine\r\nb\nc\nD\n',
    ],
    [
      'the user adds LF lines to CRLF',
      'a\r\nb\r\nc\r\nd\r\n',
      'a\r\nmine\nb\r\nc\r\nd\r\n',
      'a\r\nb\r\nc\r\nD\r\n',
      'a\r\nmine\nb\r\nc\r\nD\r\n',
    ],
    [
      'the template is mixed, the user evens it out',
      'a\r\nb\nc\r\nd\n',
      'a\nb\nc\nd\n',
      'a\r\nb\nc\r\nD\n',
      'a\nb\nc\nD\n',
    ],
    ['the user adds a byte order mark', 'a\nb\nc\n', '\uFEFFa\nb\nc\n', 'a\nb\nC\n', '\uFEFFa\nb\nC\n'],
    ['the user drops the last line break', 'a\nb\nc\n', 'a\nb\nc', 'A\nb\nc\n', 'A\nb\nc'],
    ['the template adds a last line break', 'a\nb\nc', 'A\nb\nc', 'a\nb\nc\n', 'A\nb\nc\n'],
    ['the user empties the file, the template leaves it', 'a\nb\n', '', 'a\nb\n', ''],
  ])('%s', (_, base, ours, theirs, expected) => {
    expect(merged(base, ours, theirs)).toBe(expected);
  });
});

describe('conflicts', () => {
  it('are as small as they can be', () => {
    const base = 'one\ntwo\nthree\nfour\nfive\n';
    const result = mergeText(
      'a.txt',
      base,
      base.replace('three', 'same\nmine'),
      base.replace('three', 'same\ntheirs'),
    );
    expect(result.text).toBe(
      'one\ntwo\nsame\n<<<<<<< yours\nmine\n=======\ntheirs\n>>>>>>> generated\nfour\nfive\n',
    );
    expect(result.conflicts).toEqual([{ line: 4, ours: ['mine'], base: ['three'], theirs: ['theirs'] }]);
  });

  it('take only the side in question into a .rej file', () => {
    const result = mergeText(
      'a.txt',
      'a\nb\nc\nd\ne\n',
      'A\nb\nc\nmine\ne\n',
      'a\nb\nc\ntheirs\ne\nf\n',
      {},
      'rej',
    );
    expect(result.text).toBe('A\nb\nc\nmine\ne\nf\n');
    expect(result.rejected).toBe('--- a.txt\n+++ a.txt\n@@ -4,1 +4,1 @@\n-d\n+theirs\n');
  });

  it('are what a clean merge becomes when its result does not parse', () => {
    const [base, ours, theirs] = ['a\nb\nc\n', 'A\nb\nc\n', 'a\nb\nC\n'];
    const parses = (_: string, text: string): boolean => text === ours || text === theirs;
    expect(mergeText('a.txt', base, ours, theirs, {}).step).toBe('lines');
    expect(mergeText('a.txt', base, ours, theirs, { parses }).step).toBe('conflict');
  });
});

describe('what was recorded in an earlier run', () => {
  it('leads changes to the place that the user moved a file to', () => {
    const first = regenerate(V1, (disk) => disk.move('src/server.py', 'src/tools.py'), V1);
    expect(first.decision.recorded.find((one) => one.path === 'src/server.py')?.at).toBe('src/tools.py');
    const next = regenerate(V1, () => undefined, with2('src/server.py', GET_2)).facts.next;
    const second = runOn({
      recorded: first.decision.recorded,
      base: first.decision.base,
      disk: first.after.entries,
      next,
    });
    expect(second.after.text('src/tools.py')).toContain('str(pet_id)');
    expect(second.after.entries.has('src/server.py')).toBe(false);
  });

  it('merges into a deleted file that came back, from the base that it left with', () => {
    const gone = regenerate(V1, (disk) => disk.remove('src/server.py'), with2('src/server.py', GET_2));
    gone.after.write('src/server.py', SERVER.replace('log.debug("list")', 'log.info("list")'));
    const back = again(gone);
    expect(back.after.text('src/server.py')).toContain('log.info("list")');
    expect(back.after.text('src/server.py')).toContain('str(pet_id)');
    expect(back.decision.recorded.find((one) => one.path === 'src/server.py')?.deleted).toBeUndefined();
  });

  it('keeps a file when its base is lost, and puts the new one beside it', () => {
    const run = regenerate(
      V1,
      (disk) => disk.edit('src/server.py', '"list"', '"mine"'),
      with2('src/server.py', GET_2),
    );
    const without = runOn({ ...run.facts, base: new Map() });
    expect(without.action('src/server.py')).toMatchObject({
      kind: 'conflict',
      parked: { path: 'src/server.py.new' },
    });
    expect(without.after.text('src/server.py')).toContain('"mine"');
  });

  it('does not go through a link that took the place of a folder', () => {
    const run = regenerate(
      V1,
      (disk) => disk.remove('src/server.py').link('src', '/elsewhere'),
      with2('src/server.py', GET_2),
    );
    expect(run.action('src/server.py')).toMatchObject({ kind: 'conflict' });
    expect(run.after.entries.has('src/server.py')).toBe(false);
    expect(again(run).conflicts).toHaveLength(1);
  });
});
