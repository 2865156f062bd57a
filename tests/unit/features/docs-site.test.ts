import { describe, expect, it } from 'vitest';
import { data, made } from './made.js';

interface Config {
  readonly nav: readonly Readonly<Record<string, string>>[];
}

describe.each(['python', 'typescript', 'go'])('the pages of a %s project', (target) => {
  const files = made(['docs-site'], target);

  it('are all in the navigation, and the navigation has no others', async () => {
    const { nav } = data(await files, 'mkdocs.yml') as Config;
    const pages = [...(await files).keys()].filter((path) => /^docs\/.*\.md$/.test(path)).sort();
    expect(nav.flatMap((entry) => Object.values(entry).map((page) => `docs/${page}`)).sort()).toEqual(pages);
  });

  it('link only to each other', async () => {
    const all = [...(await files)].filter(([path]) => /^docs\/.*\.md$/.test(path));
    const links = all.flatMap(([, text]) => [...text.matchAll(/\]\(([^)]+)\)/g)].map(([, link]) => link));
    expect(links.length).toBeGreaterThan(2);
    expect(links.filter((link) => !all.some(([path]) => path === `docs/${link}`))).toEqual([]);
  });

  it('say of each tool what it does, what it wants, and what it asks the API', async () => {
    const tools = (await files).get('docs/tools.md') ?? '';
    expect(tools).toContain('## `get_pet_by_id`\n\nFind pet by ID.\n\n`GET /pet/{petId}` · reads only');
    expect(tools).toContain('- `pet_id` (integer, required): ID of pet to return');
  });

  it('list every variable of .env.example, with its default', async () => {
    const all = await made(['docs-site', 'cache'], target);
    const variables = [...(all.get('.env.example') ?? '').matchAll(/^#?([A-Z][A-Z_]+)=(.*)$/gm)];
    expect(variables.map(([, name]) => name)).toContain('MCP_CACHE_SECONDS');
    const settings = all.get('docs/settings.md') ?? '';
    expect(variables.filter(([, name]) => !settings.includes(`| \`${name}\` |`))).toEqual([]);
  });
});
