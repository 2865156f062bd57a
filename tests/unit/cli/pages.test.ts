/** What the pages show by example is what the program does. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { create } from '../../../src/cli/create.js';
import { parseChoice } from '../../../src/model/tool/choice.js';
import type { Answers } from '../../../src/options/table.js';
import { ROOT } from '../architecture/tree.js';
import { worldIn } from '../manage/on-disk.js';

const home = mkdtempSync(join(tmpdir(), 'pages-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const page = (name: string): string => readFileSync(join(ROOT, 'docs', name), 'utf8');
const blocks = (text: string, language: string): string[] =>
  [...text.matchAll(new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 'gs'))].map(([, block]) => block ?? '');
const block = (text: string, language: string, start: string): string =>
  blocks(text, language).find((one) => one.startsWith(start)) ?? expect.fail(`no ${language} of ${start}`);

/** A project of the sample, or of a document; its files by their ends. */
async function project(dir: string, answers: Answers): Promise<(path: string) => string> {
  const said: string[] = [];
  mkdirSync(join(home, dir), { recursive: true });
  const flags: Answers = { yes: true, tools: 'all', install: false, check: false, git: false, ...answers };
  writeFileSync(join(home, 'sample.yaml'), readFileSync(join(ROOT, 'examples/bookshop.yaml')));
  const outcome = await create(
    { dir: `${dir}/out`, spec: 'sample.yaml', ...flags },
    worldIn(home, (text) => said.push(text)),
  );
  expect(outcome.exitCode, said.join('')).toBe(0);
  expect(outcome.diagnostics.filter(({ severity }) => severity !== 'info')).toEqual([]);
  return (path) => readFileSync(join(home, dir, 'out', path), 'utf8');
}

interface Listed {
  readonly name: string;
  readonly title: string;
  readonly inputSchema: { readonly properties?: object };
  readonly _operation: { readonly paging?: { readonly kind: string } };
}
const toolsOf = (read: (path: string) => string): Map<string, Listed> => {
  const { tools } = JSON.parse(read('src/mcp_bookshop/tools.json')) as { tools: Listed[] };
  return new Map(tools.map((tool) => [tool.name, tool]));
};

describe('docs/tools.md', () => {
  const text = page('tools.md');

  it('chooses tools as the program understands it', () => {
    const choices = [...text.matchAll(/^--tools '?([^'\n]+)'?$/gm)].map(([, choice]) => choice ?? '');
    expect(choices).toHaveLength(3);
    for (const choice of choices) expect(parseChoice(choice), choice).toBeDefined();
  });

  it('has a tools.yaml for the sample', async () => {
    writeFileSync(join(home, 'mine.yaml'), block(text, 'yaml', 'tools:'));
    const tools = toolsOf(await project('tools', { toolsFile: 'mine.yaml' }));
    expect(Object.keys(tools.get('find_books')?.inputSchema.properties ?? {})).toEqual([
      'query',
      'author',
      'genre',
    ]);
    expect(tools.has('remove_book')).toBe(false);
  });

  it('has an overlay for the sample', async () => {
    writeFileSync(join(home, 'overlay.yaml'), block(text, 'yaml', 'overlay:'));
    const read = await project('overlay', { overlay: ['overlay.yaml'] });
    const tools = toolsOf(read);
    expect(tools.get('search_books')?.title).toBe('Find books by title');
    expect(tools.get('search_books')?._operation.paging).toBeUndefined();
    expect(tools.has('remove_book')).toBe(false);
    expect(read('.env.example')).toContain('https://staging.bookshop.example.com/v1');
  });
});

describe('docs/answers.md', () => {
  it('calls a tool of the sample, whose pages are found by a cursor', async () => {
    const tools = toolsOf(await project('answers', {}));
    expect(tools.get('search_books')?._operation.paging).toMatchObject({ kind: 'cursor' });
    const calls = blocks(page('answers.md'), 'json').flatMap((one) => one.trim().split('\n'));
    expect(calls).toHaveLength(3);
    for (const call of calls) {
      const { name, arguments: given } = JSON.parse(call) as { name: string; arguments: object };
      const known = [...Object.keys(tools.get(name)?.inputSchema.properties ?? {}), 'max_items', 'fields'];
      expect(known).toEqual(expect.arrayContaining(Object.keys(given)));
    }
  });
});

describe('docs/auth.md', () => {
  it('names the variables that its document needs', async () => {
    const text = page('auth.md');
    writeFileSync(join(home, 'shop.yaml'), block(text, 'yaml', 'openapi:'));
    const read = await project('auth', { spec: 'shop.yaml' });
    const variables = [...text.matchAll(/`((?:SHOP|MCP)_[A-Z_]+)/g)].map(([, name]) => name ?? '');
    expect(variables.length).toBeGreaterThan(8);
    for (const name of variables) expect(read('.env.example')).toMatch(new RegExp(`^#?${name}=`, 'm'));
  });
});
