import type { Feature, FeatureVariable } from '../../../src/plan/types.js';

const VARIABLES: readonly FeatureVariable[] = [
  {
    name: 'MCP_RESOURCE_URL',
    about:
      'Address of this server as clients know it, such as https://mcp.example.com/mcp; with it the metadata of RFC 9728 are served',
    value: '',
  },
  {
    name: 'MCP_AUTHORIZATION_SERVERS',
    about: 'Issuers of tokens, with commas; MCP_JWT_ISSUER when left out',
    value: '',
  },
  { name: 'MCP_SCOPE_READ', about: 'Scope that tools need which change nothing', value: 'read' },
  { name: 'MCP_SCOPE_WRITE', about: 'Scope that all other tools need', value: 'write' },
  {
    name: 'MCP_TOOL_SCOPES',
    about: 'Other scopes for single tools: delete_book=admin,list_books=public',
    value: '',
  },
  {
    name: 'MCP_SCOPES',
    about:
      'Scopes of callers without a JWT: stdio, MCP_SERVER_TOKEN, or HTTP where no token is asked for; read,write lets them change things',
    value: 'read',
  },
];

const OPEN = { MCP_SCOPES: 'read,write' };

/** OAuth 2.1 resource server: who may call which tool. */
export const auth: Feature = {
  id: 'auth',
  targets: {
    python: {
      variables: VARIABLES,
      openWith: OPEN,
      slots: {
        'server.imports': 'from .auth import Auth',
        'server.features': 'Auth(),',
        'tests.environment': '"MCP_SCOPES": "read,write",',
      },
    },
    typescript: {
      variables: VARIABLES,
      openWith: OPEN,
      slots: {
        'server.imports': "import { Auth } from './auth.js';",
        'server.features': 'new Auth(),',
        'tests.environment': "MCP_SCOPES: 'read,write',",
      },
    },
    go: {
      uses: ['features'],
      variables: VARIABLES,
      openWith: OPEN,
      slots: {
        'server.imports': '"mcp-package/internal/features/auth"',
        'server.features': 'auth.New,',
        'tests.environment': '"MCP_SCOPES": "read,write",',
      },
    },
  },
};
