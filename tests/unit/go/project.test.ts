import { describe, expect, it } from 'vitest';
import { goTarget } from '../../../generators/targets/go/target.js';
import type { JsonObject } from '../../../src/model/types.js';
import type { ModelChoices } from '../../../src/stages.js';
import { pets, projectOf, secured, toolIn } from '../projects.js';

const generate = async (root: JsonObject, tools?: string, choices: Partial<ModelChoices> = {}) =>
  (await projectOf(goTarget, root, { ...(tools === undefined ? {} : { tools }), choices })).file;

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
    const file = await generate(pets(), undefined, { outputSchemas: true });
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
