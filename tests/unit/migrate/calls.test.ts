import { describe, expect, it } from 'vitest';
import { scenariosFor } from '../../../src/migrate/behaviour/answers.js';
import { compareCalls, type Pair } from '../../../src/migrate/behaviour/compare.js';
import { recordedCalls } from '../../../src/migrate/behaviour/record.js';
import { moduleFacts } from '../../../src/migrate/facts/module.js';
import { parsePython } from '../../../src/migrate/python/tree.js';
import type { CallResult, PlannedCall } from '../../../src/migrate/behaviour/types.js';

const CALL: PlannedCall = {
  kind: 'tool',
  item: 'word',
  method: 'tools/call',
  params: { arguments: {} },
  variant: 'required',
};
const result = (text: string, isError: boolean): CallResult => ({ requests: [], isError, content: [text] });
const pair = (was: CallResult, is: CallResult): Pair => ({
  scenario: {
    name: 'list',
    title: 'an answer of 200 with a list',
    answer: { status: 200, type: 'application/json', body: '[]' },
  },
  before: { scenario: 'list', startup: [], results: [was] },
  after: { scenario: 'list', startup: [], results: [is] },
});
const WAS = 'old_words.models.Word() takes no arguments';
const IS = 'mcp_words.api_models.Word() takes no arguments';

describe('what Python says of a class', () => {
  it('names its new module, and that is noted', () => {
    const found = compareCalls([pair(result(WAS, true), result(IS, true))], [CALL]);
    expect([found.equal, found.differences.size, found.wordings.get('tool word')?.length]).toEqual([1, 0, 1]);
  });

  it.each([
    ['in a result', result(WAS, false), result(IS, false)],
    [
      'where another class is named',
      result(WAS, true),
      result('mcp_words.api_models.Name() takes no arguments', true),
    ],
  ])('is a difference %s', (_, was, is) => {
    expect(compareCalls([pair(was, is)], [CALL]).differences.size).toBe(1);
  });

  it('is not what a test of the new project expects', () => {
    const [call] = recordedCalls([pair(result(WAS, true), result(IS, true))], [CALL], []).calls;
    expect([call?.isError, call?.content]).toEqual([true, null]);
  });
});

describe('an answer that is made up', () => {
  const program = (keys: number): string =>
    Array.from(
      { length: keys },
      (_, i) => `def f${i}(d):\n    for one in d["k${i}"]:\n        one["x"]\n`,
    ).join('');
  const bodyFor = async (text: string): Promise<string> => {
    const facts = moduleFacts('x.py', text, await parsePython(text));
    return scenariosFor([facts])[0]?.answer.body ?? '';
  };

  it('is as deep as it fits, and made in no time for a program with a hundred keys', async () => {
    expect(await bodyFor(program(2))).toContain('"x":"zq-x","k1":[{"mark":"zq","x":"zq-x"}]}]');
    const started = process.cpuUsage();
    expect((await bodyFor(program(120))).length).toBeGreaterThan(1_000);
    expect(process.cpuUsage(started).user).toBeLessThan(5_000_000);
  });
});
