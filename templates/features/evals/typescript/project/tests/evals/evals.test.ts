/** The evaluation: the questions fit the tools, and what a client calls is what is counted. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createServer } from '../../src/server.js';
import { useEnvironment } from '../environment.js';
import { main } from './main.js';
import { type Call, isAnswered, loadQuestions } from './questions.js';
import { Recorder, record } from './recorder.js';

const questions = loadQuestions('tests/evals/questions.json');
const folder = mkdtempSync(join(tmpdir(), 'evals-test-'));

beforeAll(() => useEnvironment('http://127.0.0.1:9'));
afterAll(() => rmSync(folder, { recursive: true }));

it('every call fits its tool', async () => {
  const server = createServer();
  const tools = new Map(server.list().map(({ name, inputSchema }) => [name, inputSchema]));
  await server.close();
  expect(new Set(questions.map(({ id }) => id)).size).toBe(questions.length);
  for (const { tool, arguments: args } of questions.flatMap(({ calls }) => calls)) {
    const { required = [], properties = {} } = tools.get(tool) ?? {};
    expect(Object.keys(args)).toEqual(expect.arrayContaining([...required]));
    expect(Object.keys(properties)).toEqual(expect.arrayContaining(Object.keys(args)));
  }
});

it('a question wants all its calls, with just their arguments', () => {
  const call = (tool: string, args = {}): Call => ({ tool, arguments: args });
  const question = { id: 'q', question: '?', calls: [call('a', { x: 1 }), call('b')] };
  const through = call('call_operation', { name: 'a', arguments: { x: 1 } });
  expect(isAnswered(question, [call('b'), call('c'), through])).toBe(true);
  expect(isAnswered(question, [call('b'), call('c')])).toBe(false);
  expect(isAnswered(question, [call('b'), call('a', { x: 2 })])).toBe(false);
});

it('only calls are kept from the server', async () => {
  const calls = join(folder, 'recorded');
  const call = (id: number, name: string) =>
    JSON.stringify({ id, method: 'tools/call', params: { name, arguments: { x: 1 } } });
  const kept = ['{"id":1,"method":"tools/list"}', 'no json', 'null', call(2, 'search_operations')];
  const streams = { input: new PassThrough(), output: new PassThrough() };
  const echo = [process.execPath, '-e', 'process.stdin.pipe(process.stdout)'];
  const recorded = record(new Recorder(calls, false), echo, streams);
  streams.input.end([call(3, 'a'), ...kept].join('\n'));
  expect(await recorded).toBe(0);
  streams.output.end();
  const [answer = '', ...echoed] = (await text(streams.output)).trim().split('\n');
  expect(JSON.parse(answer)).toMatchObject({ id: 3, result: { isError: false } });
  expect(echoed).toEqual(kept);
  expect(JSON.parse(readFileSync(calls, 'utf8'))).toEqual({ tool: 'a', arguments: { x: 1 } });
  expect(new Recorder(calls, true).answer(call(4, 'a'))).toBeUndefined();
});

it.skipIf(questions.length === 0)('a client is asked and counted', () => {
  const [question] = questions;
  const { id = '', calls = [] } = question ?? {};
  const lines = calls.map((call) => `${JSON.stringify(call)}\n`).join('');
  // A client without a model: it makes the calls that it is told.
  const script = `
    const [config, lines] = process.argv.slice(1);
    const { args } = Object.values(JSON.parse(fs.readFileSync(config)).mcpServers)[0];
    fs.writeFileSync(args[1], lines);
  `;
  const said: string[] = [];
  const run = (least: string, ...command: string[]) =>
    main(['--only', id, '--least', least, '--', process.execPath, '-e', ...command], (line) =>
      said.push(line),
    );
  expect(run('0.01', script, '{config}', lines)).toBe(0);
  expect(said).toContain(`right  ${id}`);
  expect(run('1', '0')).toBe(1);
});
