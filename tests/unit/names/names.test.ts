import { describe, expect, it } from 'vitest';
import {
  camel,
  kebab,
  NameScope,
  pascal,
  Reserved,
  shortenWords,
  snake,
  startable,
  toWords,
  toWordsOr,
  upperSnake,
} from '../../../src/escape/names/index.js';

describe('words', () => {
  it.each([
    ['getPetByID', ['get', 'pet', 'by', 'id']],
    ['XMLHttpRequest', ['xml', 'http', 'request']],
    ['list_userIDs', ['list', 'user', 'ids']],
    ['repos/list-for-org', ['repos', 'list', 'for', 'org']],
    ['admin.apps.approve', ['admin', 'apps', 'approve']],
    ['filter[name]', ['filter', 'name']],
    ['v2Api', ['v2', 'api']],
    ["user's", ['users']],
  ])('splits %s', (name, words) => {
    expect(toWords(name)).toEqual(words);
  });

  it.each([
    ['größe', ['grosse']],
    ['ﬁle', ['file']],
    ['cafe\u0301', ['cafe']],
    ['имя', ['imya']],
    ['Łódź', ['lodz']],
  ])('writes %s in ASCII', (name, words) => {
    expect(toWords(name)).toEqual(words);
  });

  it('has no words for ideographs, emoji and punctuation', () => {
    expect([toWords('宠物'), toWords('🐈'), toWords('---')]).toEqual([[], [], []]);
  });

  it('spells punctuation out, and falls back for the rest', () => {
    expect(toWordsOr('$', ['x'])).toEqual(['dollar']);
    expect(toWordsOr('宠物', ['x'])).toEqual(['x']);
  });

  it('looks at the head of a name of a megabyte only', () => {
    expect(toWords('a'.repeat(1_000_000)).join('').length).toBeLessThan(1000);
  });
});

describe('case', () => {
  it('joins words in every case', () => {
    const words = ['get', 'pet', '2'];
    expect([snake, kebab, upperSnake, pascal, camel].map((join) => join(words))).toEqual([
      'get_pet_2',
      'get-pet-2',
      'GET_PET_2',
      'GetPet2',
      'getPet2',
    ]);
  });
});

describe('reserved names', () => {
  it('get underscores until they are free', () => {
    expect(new Reserved(['class', 'class_']).free('class')).toBe('class__');
    expect(new Reserved(['class']).free('klass')).toBe('klass');
  });

  it('do not start with a digit and are not empty', () => {
    expect([startable('9lives', 'x'), startable('', 'x'), startable('a', 'x')]).toEqual([
      '_9lives',
      'x',
      'a',
    ]);
  });
});

describe('a scope of names', () => {
  it('numbers later claims in order', () => {
    const scope = new NameScope();
    expect([scope.claim('a'), scope.claim('a'), scope.claim('a')]).toEqual(['a', 'a_2', 'a_3']);
  });

  it('tries candidates before it numbers the first', () => {
    const scope = new NameScope({ taken: ['id'] });
    expect([scope.claim(['id', 'body_id']), scope.claim(['id', 'body_id'])]).toEqual(['body_id', 'id_2']);
  });

  it('keeps numbered names within their length', () => {
    const scope = new NameScope();
    expect([scope.claim('abcdef', 6), scope.claim('abcdef', 6)]).toEqual(['abcdef', 'abcd_2']);
  });

  it('tells case apart only when asked to', () => {
    const scope = new NameScope({ ignoreCase: true });
    expect([scope.claim('Pet'), scope.claim('pet')]).toEqual(['Pet', 'pet_2']);
  });

  it('hands out ten thousand equal names at once', () => {
    const scope = new NameScope();
    const names = Array.from({ length: 10_000 }, () => scope.claim('x'));
    expect(new Set(names).size).toBe(10_000);
  });
});

describe('shortening', () => {
  const joined = (words: string, max: number): string => shortenWords(words.split(' '), max).join('_');

  it('leaves what fits', () => {
    expect(joined('list pets', 48)).toBe('list_pets');
  });

  it('drops repeated words first, then fillers, then the middle', () => {
    expect(joined('list the users of the org', 18)).toBe('list_the_users_org');
    expect(joined('list users of org', 14)).toBe('list_users_org');
    expect(joined('get alpha bravo charlie delta', 15)).toBe('get_alpha_delta');
  });

  it('cuts letters of what is left', () => {
    expect(joined('a'.repeat(100), 10)).toBe('aaaaaaaaaa');
    expect(joined(`${'a'.repeat(100)} ${'b'.repeat(100)}`, 11).length).toBeLessThanOrEqual(11);
  });
});
