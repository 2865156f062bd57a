import { describe, expect, it } from 'vitest';
import { goTarget } from '../../../generators/targets/go/target.js';
import { buildModel } from '../../../src/model/index.js';
import type { JsonObject } from '../../../src/model/types.js';
import { planProject } from '../../../src/plan/index.js';
import { renderPlan } from '../../../src/render/index.js';
import { parseText } from '../../../src/spec/parse/parse.js';
import { Report } from '../../../src/spec/report.js';
import type { ModelChoices } from '../../../src/stages.js';
import { asDocument } from '../model/build.js';

const LIST = {
  operationId: 'listPets',
  parameters: [
    { name: 'limit', in: 'query', schema: { type: 'integer', maximum: 50, default: 10 } },
    { name: 'page', in: 'query', schema: { type: 'integer', default: 1 } },
    { name: 'filter', in: 'query', content: { 'application/json': { schema: { type: 'object' } } } },
  ],
  responses: {
    200: {
      description: 'ok',
      content: { 'application/json': { schema: { type: 'array', items: { type: 'object' } } } },
    },
  },
};

const pets = (more: JsonObject = {}): JsonObject => ({
  openapi: '3.1.0',
  info: { title: 'Pets', version: '1' },
  servers: [{ url: 'https://api.example.com' }],
  paths: { '/pets': { get: LIST } },
  ...more,
});

/** The texts of the project's files. */
async function generate(root: JsonObject, tools = '', choices: Partial<ModelChoices> = {}) {
  const file = tools === '' ? undefined : await parseText('tools.yaml', tools, new Report());
  const document = { ...asDocument(root), ...(file === undefined ? {} : { toolsFile: file }) };
  const built = buildModel(document, { tools: 'all', ...choices });
  if (!built.ok) throw new Error(JSON.stringify(built.diagnostics));
  const options = {
    slug: 'pets',
    target: 'go',
    preset: 's-tier',
    features: [],
    languageVersion: '1.26',
    transports: ['stdio', 'http'],
    generatorVersion: '0.0.0',
  } as const;
  const planned = planProject(built.value, options, goTarget);
  if (!planned.ok) throw new Error(JSON.stringify(planned.diagnostics));
  const rendered = await renderPlan(planned.value, goTarget);
  if (!rendered.ok) throw new Error(rendered.diagnostics.map(({ message }) => message).join('\n'));
  return (path: string): string => rendered.value.get(path)?.text ?? '';
}

/** The one tool of `tools.json`. */
const toolIn = (text: string): JsonObject => (JSON.parse(text) as { tools: [JsonObject] }).tools[0];

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

const secured = (scheme: JsonObject): JsonObject =>
  pets({ security: [{ login: [] }], components: { securitySchemes: { login: scheme } } });

describe('a Go project', () => {
  it('sends what its owner has hidden from callers', async () => {
    const file = await generate(
      pets(),
      'tools: { listPets: { hidden: { limit: 20, filter: { a: ["b", null] } } } }',
    );
    expect(file('internal/tools/handlers.go')).toContain(
      'server.Call(client.ListPets, server.Fixed{"limit": 20, "filter": map[string]any{"a": []any{"b", nil}}})',
    );
    expect(file('internal/api/operations.go')).toContain('r.Query("limit", args.Limit)');
    expect(toolIn(file('internal/tools/tools.json'))).toMatchObject({
      inputSchema: { properties: { page: {} } },
    });
    expect(JSON.stringify(toolIn(file('internal/tools/tools.json'))['inputSchema'])).not.toContain('limit');
  });

  it('has output schemas where they are wanted', async () => {
    const plain = await generate(pets());
    expect(toolIn(plain('internal/tools/tools.json'))).not.toHaveProperty('outputSchema');
    const file = await generate(pets(), '', { outputSchemas: true });
    expect(toolIn(file('internal/tools/tools.json'))).toHaveProperty('outputSchema');
  });

  it('knows how lists go on, for callers that ask for more than a page', async () => {
    const file = await generate(pets());
    expect(toolIn(file('internal/tools/tools.json'))).toMatchObject({
      _operation: { paging: { kind: 'page', arguments: { page: 'page' }, size: 'limit' } },
    });
    expect(file('README.md')).toContain('`MCP_EXTRA_ARGUMENTS`');
  });

  it('has every way to a token that the document has, and lets people sign in over stdio', async () => {
    const file = await generate(secured(OAUTH));
    const client = file('internal/api/client.go');
    for (const way of ['rest.Bearer', 'rest.RefreshToken', 'rest.AuthorizationCode'])
      expect(client).toContain(way);
    expect(client).not.toContain('rest.ClientCredentials');
    expect(file('internal/tools/tools.go')).toContain('client.AllowSignIn()');
    expect(file('.env.example')).toContain('#MCP_SIGN_IN_PORT=');
  });

  it('reads the discovery document of OpenID Connect', async () => {
    const openIdConnectUrl = `${ISSUER}/.well-known/openid-configuration`;
    const file = await generate(secured({ type: 'openIdConnect', openIdConnectUrl }));
    expect(file('internal/api/client.go')).toContain(`rest.Endpoints{Discovery: "${openIdConnectUrl}"}`);
  });

  it('shows a client certificate', async () => {
    const file = await generate(secured({ type: 'mutualTLS' }));
    expect(file('internal/api/client.go')).toContain(
      '"login": rest.MutualTLS{CertificateEnv: "PETS_CLIENT_CERT", KeyEnv: "PETS_CLIENT_KEY"}',
    );
    expect(file('internal/tools/tools.go')).not.toContain('AllowSignIn');
  });
});
