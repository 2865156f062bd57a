import { describe, expect, it } from 'vitest';
import { typescriptTarget } from '../../../generators/targets/typescript/target.js';
import { pets, projectOf, secured, toolIn } from '../projects.js';

describe('a TypeScript project', () => {
  it('sends what its owner has hidden from callers', async () => {
    const tools = 'tools: { listPets: { hidden: { limit: 20, filter: { a: ["b", null] } } } }';
    const { file } = await projectOf(typescriptTarget, pets(), { tools });
    const handlers = file('src/tools/pets.ts').replace(/\s+/g, ' ');
    expect(handlers).toContain("(args: Omit<ListPetsArguments, 'limit' | 'filter'>, call) =>");
    expect(handlers).toContain("client.listPets({ ...args, limit: 20, filter: { a: ['b', null] } }, call)");
    expect(file('src/client.ts')).toContain('limit: args.limit');
    expect(JSON.stringify(toolIn(file('src/tools.json'))['inputSchema'])).not.toContain('limit');
  });

  it('sends what is hidden where callers give nothing', async () => {
    const tools = 'tools: { listPets: { hidden: { limit: 20, page: null, filter: null } } }';
    const { file } = await projectOf(typescriptTarget, pets(), { tools });
    expect(file('src/tools/pets.ts')).toContain(
      "server.operation('list_pets', (_, call) => client.listPets({ limit: 20 }, call));",
    );
  });

  it('has output schemas where they are wanted', async () => {
    const plain = await projectOf(typescriptTarget, pets());
    expect(toolIn(plain.file('src/tools.json'))).not.toHaveProperty('outputSchema');
    const { file } = await projectOf(typescriptTarget, pets(), { choices: { outputSchemas: true } });
    expect(toolIn(file('src/tools.json'))).toHaveProperty('outputSchema');
  });

  it('lists the variables that it reads, and says which scheme it cannot meet', async () => {
    const flows = {
      authorizationCode: {
        authorizationUrl: 'https://id.example/a',
        tokenUrl: 'https://id.example/t',
        scopes: {},
      },
    };
    const oauth = await projectOf(typescriptTarget, secured({ type: 'oauth2', flows }));
    expect(oauth.file('.env.example')).toContain('PETS_API_TOKEN=');
    expect(oauth.file('.env.example')).not.toContain('PETS_CLIENT_ID');
    expect(oauth.codes).toEqual([]);
    const certified = await projectOf(typescriptTarget, secured({ type: 'mutualTLS' }));
    expect(certified.file('.env.example')).not.toContain('PETS_CLIENT_CERT');
    expect(certified.codes).toEqual(['security.language']);
  });
});
