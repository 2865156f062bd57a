/** The bundle for desktop clients, and the questions of the evaluation. */
import { describe, expect, it } from 'vitest';
import { data, made } from './made.js';

interface Manifest {
  readonly server: { readonly type: string; readonly mcp_config: { readonly env: Record<string, string> } };
  readonly tools: readonly { readonly name: string }[];
  readonly user_config: Record<string, { readonly sensitive?: boolean; readonly default: string }>;
}
const manifestOf = async (target: string) => data(await made(['mcpb'], target), 'manifest.json') as Manifest;

describe('the manifest of a bundle', () => {
  it.each([
    ['python', 'uv'],
    ['typescript', 'node'],
    ['go', 'binary'],
  ])('of a %s project is started as %s', async (target, type) => {
    expect((await manifestOf(target)).server.type).toBe(type);
  });

  it('gives the server each answer under the name of its variable', async () => {
    const { server, user_config: asked } = await manifestOf('python');
    expect(Object.keys(server.mcp_config.env)).toContain('PETSTORE_API_TOKEN');
    for (const [name, value] of Object.entries(server.mcp_config.env)) {
      expect(value).toBe(`\${user_config.${name.toLowerCase()}}`);
      expect(asked[name.toLowerCase()]).toBeDefined();
    }
  });

  it('keeps secrets as such, and has none itself', async () => {
    const { user_config: asked } = await manifestOf('python');
    expect(asked['petstore_api_token']).toMatchObject({ sensitive: true, default: '' });
    expect(asked['petstore_base_url']).not.toHaveProperty('sensitive');
  });

  it('names the tools', async () => {
    const { tools } = await manifestOf('go');
    expect(tools.map(({ name }) => name)).toEqual(['get_pet_by_id', 'find_pets_by_status', 'update_pet']);
  });
});

describe('the questions', () => {
  it('say what is wanted and known, without naming the tool, and want the one call', async () => {
    const questions = data(await made(['evals']), 'tests/evals/questions.json');
    expect(questions).toEqual([
      {
        id: 'get_pet_by_id',
        question: 'Find pet by ID, where pet id is 42.',
        calls: [{ tool: 'get_pet_by_id', arguments: { pet_id: 42 } }],
      },
      {
        id: 'find_pets_by_status',
        question: 'Find pets by status.',
        calls: [{ tool: 'find_pets_by_status', arguments: {} }],
      },
      {
        id: 'update_pet',
        question: 'Update a pet, where name is "Rex" and photo urls is ["a"].',
        calls: [{ tool: 'update_pet', arguments: { name: 'Rex', photo_urls: ['a'] } }],
      },
    ]);
  });
});
