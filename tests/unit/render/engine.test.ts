import { describe, expect, it } from 'vitest';
import { createRenderer, TemplateError } from '../../../src/render/engine.js';
import type { TemplateSources } from '../../../src/render/sources.js';

const sourcesOf = (texts: Record<string, string>): TemplateSources => ({
  get: (path) => texts[path] ?? '',
  list: () => Object.keys(texts).sort(),
});

const render = (template: string, view: object, partials: Record<string, string> = {}): string => {
  const texts = Object.fromEntries(
    Object.entries(partials).map(([name, text]) => [`targets/toy/partials/${name}.hbs`, text]),
  );
  const target = { id: 'toy', helpers: { p: (text: string) => text } };
  return createRenderer(target, sourcesOf({ ...texts, t: template }))('t', view);
};

describe('a template', () => {
  it('prints what a helper gives, without HTML escapes', () => {
    expect(render('{{p x}}', { x: '<a & b>' })).toBe('<a & b>');
  });

  it('takes 0 for a value, and null, false, "" and [] for none', () => {
    const shown = [0, 1, 'a', null, false, '', []].map((x) => render('{{#if x}}yes{{else}}no{{/if}}', { x }));
    expect(shown).toEqual(['yes', 'yes', 'yes', 'no', 'no', 'no', 'no']);
  });

  it.each([
    '{{p typo}}',
    '{{#if typo}}{{/if}}',
    '{{#each typo}}{{/each}}',
    '{{#with typo}}{{/with}}',
    '{{p a.typo}}',
  ])('with a name that the view lacks is an error: %s', (template) => {
    expect(() => render(template, { a: {} })).toThrow();
  });

  it.each(['{{log x}}', '{{lookup x 1}}', '{{unknown x}}'])('knows no other helper: %s', (template) => {
    expect(() => render(template, { x: 'secret' })).toThrow();
  });

  it('walks lists, with the outer view in reach', () => {
    expect(render('{{#each xs}}{{p this}}{{p ../sep}}{{/each}}', { xs: ['a', 'b'], sep: ';' })).toBe('a;b;');
  });

  it('refuses to walk what is no list', () => {
    expect(() => render('{{#each x}}{{/each}}', { x: { a: 1 } })).toThrow(TemplateError);
  });

  it('gives a partial what it is handed and nothing else', () => {
    expect(render('{{> part inner}}', { inner: { x: 'in' }, x: 'out' }, { part: '{{p x}}' })).toBe('in');
    expect(() => render('{{> part inner}}', { inner: {}, x: 'out' }, { part: '{{p x}}' })).toThrow();
  });
});
