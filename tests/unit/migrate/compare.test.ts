import { describe, expect, it } from 'vitest';
import { compareLists } from '../../../src/migrate/capture/compare.js';
import type { Lists } from '../../../src/migrate/capture/lists.js';

const schema = (city: object, required: readonly string[] = ['city']) => ({
  type: 'object',
  title: 'nowArguments',
  properties: { city },
  required,
});
const lists = (tool: object, more: Partial<Lists> = {}): Lists => ({
  instructions: '',
  tools: [
    {
      name: 'now',
      description: 'Weather.\n  Returns: text',
      inputSchema: schema({ type: 'string' }),
      ...tool,
    },
  ],
  resources: [],
  resourceTemplates: [],
  prompts: [],
  ...more,
});
const statuses = (before: Lists, after: Lists): string[] =>
  compareLists(before, after).map(({ kind, name, status }) => `${kind} ${name} ${status}`);

describe('the comparison of lists', () => {
  it('finds nothing where only spaces and derived titles differ', () => {
    const after = lists({
      description: 'Weather. Returns: text',
      inputSchema: schema({ type: 'string', title: 'City' }),
    });
    expect(statuses(lists({}), after)).toEqual(['tool now kept']);
  });

  it.each([
    ['a description that lost a word', { description: 'Weather.' }],
    ['another type', { inputSchema: schema({ type: 'integer' }) }],
    ['a parameter that is optional now', { inputSchema: schema({ type: 'string' }, []) }],
    ['another default', { inputSchema: schema({ type: 'string', default: 'x' }) }],
    [
      'a parameter called title that is gone',
      { inputSchema: { type: 'object', properties: {}, required: ['city'] } },
    ],
  ])('finds %s', (_, tool) => {
    expect(statuses(lists({}), lists(tool))).toEqual(['tool now changed']);
  });

  it('finds tools that are gone and tools that are new', () => {
    const after = lists({ name: 'later' });
    expect(statuses(lists({}), after)).toEqual(['tool now lost', 'tool later added']);
  });

  it('finds other instructions and other prompts', () => {
    const before = lists(
      {},
      { instructions: 'Be brief.', prompts: [{ name: 'p', arguments: [{ name: 'a', required: true }] }] },
    );
    const after = lists({}, { prompts: [{ name: 'p', arguments: [{ name: 'a', required: false }] }] });
    expect(statuses(before, after)).toEqual([
      'instructions instructions changed',
      'tool now kept',
      'prompt p changed',
    ]);
  });

  it('takes shared parts of a schema for what they stand for', () => {
    const before = lists({
      inputSchema: { ...schema({ $ref: '#/$defs/City' }), $defs: { City: { type: 'string' } } },
    });
    expect(statuses(before, lists({}))).toEqual(['tool now kept']);
  });
});
