import { describe, expect, it } from 'vitest';
import { pythonTarget } from '../../../generators/targets/python/target.js';
import { buildModel } from '../../../src/model/index.js';
import { planProject } from '../../../src/plan/index.js';
import { renderPlan } from '../../../src/render/index.js';
import { DEFAULT_LOAD_POLICY, diskWorld, loadSpec } from '../../../src/spec/index.js';
import { options } from './fixture.js';

const letters = { type: 'string', enum: ['I', 'O', 'l'] };
/** Values that are also names of `typing`. */
const typing = { type: 'string', enum: ['Any', 'Literal[x]'] };
const self = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const answer = (name: string) => ({
  200: { description: 'fine', content: { 'application/json': { schema: self(name) } } },
});
/** `l`, `O` and `I` wherever a document can choose a name. */
const TEXT = JSON.stringify({
  openapi: '3.0.3',
  info: { title: 'l', version: '1' },
  servers: [{ url: 'https://api.example.com' }],
  paths: {
    '/a/{l}': {
      get: {
        operationId: 'l',
        tags: ['l'],
        parameters: [
          { name: 'l', in: 'path', required: true, schema: { type: 'string' } },
          { name: 'O', in: 'query', schema: { type: 'string' } },
          { name: 'I', in: 'query', schema: letters },
        ],
        responses: answer('I'),
      },
    },
    '/b': {
      post: {
        operationId: 'I',
        tags: ['O'],
        requestBody: { content: { 'application/json': { schema: self('I') } } },
        responses: answer('O'),
      },
    },
  },
  components: {
    schemas: {
      I: { type: 'object', properties: { l: { type: 'string' }, O: { type: 'string' }, I: self('l') } },
      O: { type: 'object', properties: { l: self('l'), typing } },
      l: letters,
    },
  },
});

describe('names and values that Python knows', () => {
  it('give way or stay texts, and those on the wire stay', async () => {
    const loaded = await loadSpec(
      { kind: 'text', text: TEXT, name: 'letters.json' },
      DEFAULT_LOAD_POLICY,
      diskWorld(),
    );
    const built = loaded.ok ? buildModel(loaded.value, { tools: 'all' }) : loaded;
    const planned = built.ok ? planProject(built.value, options, pythonTarget) : built;
    const rendered = planned.ok ? await renderPlan(planned.value, pythonTarget) : planned;
    expect(rendered.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    const client = (rendered.ok && rendered.value.get('src/mcp_petstore/api_client.py')?.text) || '';
    expect(client).toContain('path={"l": l_}');
    expect(client).toMatch(/"O": o, "I": i\b/);
  });
});
