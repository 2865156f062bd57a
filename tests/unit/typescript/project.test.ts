import { describe, expect, it } from 'vitest';
import { typescriptTarget } from '../../../generators/targets/typescript/target.js';
import { pets, projectOf, secured, toolIn } from '../projects.js';

const ISSUER = 'https://id.example.com';
const OAUTH = {
  type: 'oauth2',
  flows: {
    authorizationCode: {
      ...{ authorizationUrl: `${ISSUER}/authorize`, tokenUrl: `${ISSUER}/token` },
      ...{ refreshUrl: `${ISSUER}/token`, scopes: { read: 'read' } },
    },
  },
};

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

  it('knows how lists go on, for callers that ask for more than a page', async () => {
    const { file } = await projectOf(typescriptTarget, pets());
    expect(toolIn(file('src/tools.json'))).toMatchObject({
      _operation: { paging: { kind: 'page', arguments: { page: 'page' }, size: 'limit' } },
    });
    expect(file('README.md')).toContain('`MCP_EXTRA_ARGUMENTS`');
  });

  it('has every way to a token that the document has', async () => {
    const { file, codes } = await projectOf(typescriptTarget, secured(OAUTH));
    const client = file('src/client.ts');
    for (const way of ['bearer(', 'oauth2RefreshToken(', 'oauth2AuthorizationCode('])
      expect(client).toContain(way);
    expect(client).not.toContain('oauth2ClientCredentials');
    for (const name of ['PETS_REFRESH_TOKEN', 'PETS_CLIENT_ID', 'MCP_SIGN_IN_PORT', 'MCP_STATE_DIR'])
      expect(file('.env.example')).toContain(`#${name}=`);
    expect(codes).toEqual([]);
  });

  it('reads the discovery document of OpenID Connect', async () => {
    const openIdConnectUrl = `${ISSUER}/.well-known/openid-configuration`;
    const { file } = await projectOf(typescriptTarget, secured({ type: 'openIdConnect', openIdConnectUrl }));
    expect(file('src/client.ts')).toContain(`endpoints: { discovery: '${openIdConnectUrl}' }`);
  });

  it('shows a client certificate', async () => {
    const { file, codes } = await projectOf(typescriptTarget, secured({ type: 'mutualTLS' }));
    expect(file('src/client.ts')).toContain("login: mutualTls('PETS_CLIENT_CERT', 'PETS_CLIENT_KEY')");
    expect(codes).toEqual([]);
  });

  it.each(['npm', 'pnpm'])('is installed by %s everywhere', async (manager) => {
    const { file, paths } = await projectOf(typescriptTarget, pets(), { packageManager: manager });
    const other = manager === 'npm' ? /pnpm/ : /\bnpm (run|ci|prune)\b/;
    for (const path of ['Makefile', 'Dockerfile', '.github/workflows/ci.yml', 'README.md', 'package.json'])
      expect(file(path), path).not.toMatch(other);
    expect(file('Dockerfile')).toMatch(manager === 'npm' ? /npm ci/ : /pnpm install --frozen-lockfile/);
    expect(paths.includes('pnpm-workspace.yaml')).toBe(manager === 'pnpm');
    expect(paths.includes('.npmrc')).toBe(manager === 'npm');
  });
});
