/** The routes beside /mcp. */
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { Rest } from '../../src/features/rest.js';
import { configureLog } from '../../src/runtime/log.js';
import { petServer } from '../runtime/pets.js';
import { type Serving, serving } from './serving.js';

const picture = { data: Buffer.from('png'), mediaType: 'image/png' };
let server: Serving;

beforeAll(async () => {
  configureLog('critical');
  vi.stubEnv('MCP_RATE_LIMIT', 'off');
  const answers = [picture, { data: 'word', mediaType: 'text/plain' }, { data: { doubled: 42 } }];
  const answerFor = async (args: object) =>
    answers[Number(Object.values(args)[0])] ?? { data: args };
  server = await serving(petServer(answerFor, { extensions: [new Rest()] }));
});
afterAll(async () => {
  await server.stop();
  vi.unstubAllEnvs();
});

async function answer(path: string, body: unknown) {
  const { status, text } = await server.post(`/api/v1/${path}`, body);
  return { code: status, ...JSON.parse(text) };
}

it('a tool is called in two ways', async () => {
  const expected = { code: 200, status: 'ok', data: { doubled: 42 } };
  expect(await answer('tools/get_pet', { pet_id: 2 })).toEqual(expected);
  expect(await answer('process', { tool: 'get_pet', arguments: { pet_id: 2 } })).toEqual(expected);
});

it('an answer is data, text, or what the tool gave', async () => {
  expect((await answer('tools/get_pet', { pet_id: 1 })).data).toBe('word');
  expect((await answer('tools/get_pet', { pet_id: 0 })).data).toMatchObject([{ type: 'image' }]);
});

it.each([
  ['tools/get_pet', { pet_id: 'x' }, 422, 'pet_id'],
  ['tools/nothing', {}, 404, 'nothing'],
  ['tools/get_pet', [1], 400, 'object'],
  ['tools/get_pet', '{', 400, 'not JSON'],
  ['process', { arguments: {} }, 400, 'tool'],
  ['process', [], 400, 'object'],
])('what is wrong is said: %s %j', async (path, body, code, says) => {
  const got = await answer(path, body);
  expect(got).toMatchObject({ code, status: 'error' });
  expect(got.message).toContain(says);
});

it('bodies that are too long are refused', async () => {
  const { status } = await server.post('/api/v1/process', `"${'x'.repeat(16_000_001)}"`);
  expect(status).toBe(413);
});

it('another method, or another path, is said to be wrong', async () => {
  expect((await server.get('/api/v1/process')).status).toBe(405);
  expect((await server.get('/api/v1/other')).status).toBe(404);
});

it('status counts, and tools are listed', async () => {
  const count = async () => JSON.parse((await server.get('/api/v1/status')).text).data;
  const before = await count();
  await server.call('get_pet', { pet_id: 2 });
  await answer('tools/get_pet', {});
  const after = await count();
  expect(after).toMatchObject({ name: 'pets', version: '1.2.3' });
  expect(after.processed_requests - before.processed_requests).toBe(2);
  const { data } = JSON.parse((await server.get('/api/v1/tools')).text);
  expect(data[0]).toMatchObject({ name: 'get_pet', inputSchema: { required: ['pet_id'] } });
});

it('the guard stands before them', async () => {
  const guarded = await serving(petServer(undefined, { extensions: [new Rest()] }), {
    MCP_SERVER_TOKEN: 'a-long-token',
  });
  expect((await guarded.get('/api/v1/status')).status).toBe(401);
  const headers = { authorization: 'Bearer a-long-token' };
  expect((await guarded.get('/api/v1/status', headers)).status).toBe(200);
  await guarded.stop();
});
