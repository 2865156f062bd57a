import { describe, expect, it } from 'vitest';
import { expectedRequest } from '../../../generators/shared/expected/request.js';
import { placeOf } from '../../../generators/targets/python/request-code.js';
import type { Argument, JsonValue } from '../../../src/model/types.js';
import { build, one } from '../model/build.js';

/** `/published?view=status`, which also describes `view`. */
function described(required: boolean) {
  const parameters = [{ name: 'view', in: 'query', required, schema: { type: 'string' } }];
  const { model } = build(one({ parameters }, '/published?view=status'));
  const [operation] = model.operations;
  const [tool] = model.tools;
  if (operation === undefined || tool === undefined) throw new Error('no tool');
  const named = tool.arguments.map((argument) => ({ argument, name: argument.name, type: argument.type }));
  const query = (given: readonly JsonValue[]) => {
    const values = new Map<Argument, JsonValue>(
      tool.arguments.slice(0, given.length).map((argument, index) => [argument, given[index] ?? null]),
    );
    return expectedRequest(operation, tool, values, model)['query'];
  };
  return { code: placeOf('query', operation, named, new Map())?.expression.python, query };
}

describe('a query pair of the path that is described as a parameter, too', () => {
  it('is sent as the path says it unless the argument is given', () => {
    const { code, query } = described(false);
    expect(code).toBe('{"view": "status" if view is None else view}');
    expect([query([]), query(['names'])]).toEqual([['view=status'], ['view=names']]);
  });

  it('is the argument where that is required', () => {
    expect(described(true).code).toBe('{"view": view}');
  });
});
