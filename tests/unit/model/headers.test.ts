import { describe, expect, it } from 'vitest';
import { buildModel } from '../../../src/model/index.js';

/** Names of the arguments of an operation with these header parameters, and what was reported. */
function argumentsOf(headers: readonly string[]) {
  const parameters = headers.map((name) => ({ name, in: 'header', schema: { type: 'string' } }));
  const root = {
    openapi: '3.0.3',
    info: { title: 'A', version: '1' },
    servers: [{ url: 'https://a.example' }],
    paths: { '/a': { get: { operationId: 'a', parameters, responses: {} } } },
  };
  const document = {
    name: 'a.json',
    version: '3.0.3',
    root,
    files: [],
    positionOf: () => ({ file: 'a.json' }),
  };
  const built = buildModel(document, { tools: 'all' });
  if (!built.ok) throw new Error('no model');
  const found = built.diagnostics.filter(({ code }) => code === 'operation.param-header');
  return {
    names: built.value.tools.flatMap((tool) =>
      tool.arguments.map(({ source }) => ('name' in source ? source.name.spec : source.in)),
    ),
    found: found.map(({ severity }) => severity),
  };
}

describe('header parameters', () => {
  it('that the client writes are no arguments, and that is said', () => {
    const names = ['Host', 'content-length', 'Transfer-Encoding', 'Connection', 'TE', 'X-Trace'];
    expect(argumentsOf(names)).toEqual({ names: ['X-Trace'], found: Array(5).fill('repair') });
  });

  it('that carry sessions or credentials are no arguments, with a warning', () => {
    expect(argumentsOf(['Cookie', 'Proxy-Authorization'])).toEqual({
      names: [],
      found: ['warning', 'warning'],
    });
  });

  it('that the specification ignores are left out in silence', () => {
    expect(argumentsOf(['Accept', 'Content-Type', 'Authorization'])).toEqual({ names: [], found: [] });
  });
});
