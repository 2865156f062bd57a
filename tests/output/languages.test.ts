/**
 * One document, a server in each language: what they list and what they answer is the same. Python and Go are left out where the
 * machine has them not; the packages of the TypeScript server are those of this repository.
 */
import { rm, symlink } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type CallToolResult, Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { thisMachine } from '../../src/check/toolchain/machine.js';
import { prepareGo } from '../../src/check/toolchain/prepare-go.js';
import { findPython } from '../../src/check/toolchain/python.js';
import { MINUTE, makeProject, ROOT, run } from './made.js';

const machine = thisMachine(() => undefined);
const python = await findPython('auto', machine);
const found = await prepareGo({ version: 'auto', packageManager: 'go' }, machine);
const go = 'value' in found ? found.value.values['go'] : undefined;

/** Language → what builds its server, in the project. */
const BUILDS: Readonly<Record<string, readonly string[]>> = {
  typescript: [process.execPath, 'node_modules/typescript/bin/tsc', '--project', 'tsconfig.build.json'],
  ...(python === null ? {} : { python: ['true'] }),
  ...(go === undefined ? {} : { go: [go, 'build', '-o', 'bin/', './cmd/...'] }),
};

/** A stand-in for the API: it answers what it was asked. */
const upstream = createServer((request, response) => {
  const { method, url } = request;
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ method, url }));
});
const folders: string[] = [];

interface Seen {
  readonly tools: unknown;
  readonly answers: readonly unknown[];
}

/** Makes the project and what its server needs; gives the server's command. */
async function made(language: string): Promise<{ project: string; command: readonly string[] }> {
  const spec = join(ROOT, 'tests/fixtures/specs/museum-3.1.yaml');
  const flags = ['--target', language, '--no-check', ...(language === 'python' ? [] : ['--no-install'])];
  const { folder, project, ended } = await makeProject(`museum-${language}`, spec, ...flags);
  folders.push(folder);
  expect(ended.exitCode, ended.stderr).toBe(0);
  if (language === 'typescript') await symlink(join(ROOT, 'node_modules'), join(project, 'node_modules'));
  const [program = '', ...args] = BUILDS[language] ?? [];
  expect(await run(program, args, project, 3 * MINUTE)).toMatchObject({ exitCode: 0 });
  const { run: contract } = JSON.parse(ended.stdout) as { run: { stdio: readonly string[] } };
  return { project, command: contract.stdio };
}

async function look(language: string): Promise<Seen> {
  const { project, command } = await made(language);
  const [program = '', ...args] = command;
  const { port } = upstream.address() as AddressInfo;
  const bins = [join(project, '.venv', 'bin'), join(project, 'bin'), process.env['PATH'] ?? ''].join(':');
  const transport = new StdioClientTransport({
    ...{
      command: program.includes('/') ? join(project, program) : program,
      args,
      cwd: project,
      stderr: 'ignore',
    },
    env: { PATH: bins, HOME: process.env['HOME'] ?? '', REDOCLY_MUSEUM_BASE_URL: `http://127.0.0.1:${port}` },
  });
  const client = new Client({ name: 'tests', version: '1.0.0' });
  await client.connect(transport);
  const { tools } = await client.listTools();
  const answers = [];
  for (const { name, args } of CALLS) answers.push(shown(await client.callTool({ name, arguments: args })));
  await client.close();
  return { tools, answers };
}

/** What counts of a result: its data, or the argument that an error is about. Each language has validators with words of their own. */
function shown({ isError, content, structuredContent }: CallToolResult): unknown {
  if (isError !== true) return structuredContent;
  return /\b(page|event_?id)\b/i.exec(JSON.stringify(content))?.[1]?.toLowerCase().replace('_', '');
}

const CALLS = [
  { name: 'get_museum_hours', args: { page: 2, limit: 5 } },
  { name: 'get_special_event', args: { event_id: 'dad4bce8-f5cb-4078-a211-995864315e39' } },
  { name: 'get_special_event', args: { event_id: '..' } },
  { name: 'get_museum_hours', args: { page: 'two' } },
];

beforeAll(() => new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve)));
afterAll(async () => {
  upstream.close();
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

describe('servers of every language that this machine has', () => {
  it(
    'list and answer the same',
    async () => {
      const seen = new Map<string, Seen>();
      for (const language of Object.keys(BUILDS)) seen.set(language, await look(language));
      const reference = seen.get('typescript');
      expect(reference?.tools).toHaveLength(8);
      expect(reference?.answers.slice(2)).toEqual(['eventid', 'page']);
      for (const [language, { tools, answers }] of seen) {
        expect(tools, language).toEqual(reference?.tools);
        expect(answers, language).toEqual(reference?.answers);
      }
    },
    6 * MINUTE,
  );
});
