import { clip, isBlank, joinText, type Text } from '../../src/escape/text.js';
import type { SecurityScheme, ServiceModel } from '../../src/model/types.js';
import type { Additions } from '../../src/plan/types.js';
import { ONE_FILE } from './additions.js';
import { moreSettings, type SettingRow } from './more-settings.js';

/** An environment variable as the README and `.env.example` show it. */
export interface Setting {
  readonly name: string;
  readonly about: Text;
  readonly value: Text;
  /** Written without a comment sign in `.env.example`: to be filled in. */
  readonly required: boolean;
  readonly secret: boolean;
}

const ROLES: Readonly<Record<keyof SecurityScheme['env'], string>> = {
  token: 'Bearer token',
  apiKey: 'API key',
  username: 'User name',
  password: 'Password',
  clientId: 'OAuth client id',
  clientSecret: 'OAuth client secret',
  refreshToken: 'Refresh token',
  certificate: 'PEM file with the client certificate',
  key: 'PEM file with the key of the client certificate',
};

/** Not secrets themselves: names. */
const PUBLIC: ReadonlySet<string> = new Set(['username', 'clientId', 'certificate', 'key']);
/** Other ways to get what a token gives. */
const INSTEAD: ReadonlySet<string> = new Set(['clientId', 'clientSecret', 'refreshToken']);

function credential(scheme: SecurityScheme): Setting[] {
  const roles = Object.entries(ROLES) as [keyof SecurityScheme['env'], string][];
  return roles.flatMap(([role, words]) => {
    const name = scheme.env[role];
    if (name === undefined) return [];
    const extra = isBlank(scheme.description) ? '' : joinText('. ', clip(scheme.description ?? '', 160));
    const about = joinText(words, ' of the security scheme ', clip(scheme.wireName, 60), extra);
    const required = !(INSTEAD.has(role) && scheme.env.token !== undefined);
    return [{ name, about, value: '', required, secret: !PUBLIC.has(role) }];
  });
}

/** What the API client reads: credentials first. A variable that serves two schemes is listed once. */
export function apiSettings(model: ServiceModel): Setting[] {
  const prefix = model.service.envPrefix;
  const all = [
    ...model.securitySchemes.flatMap(credential),
    {
      name: `${prefix}_BASE_URL`,
      about: 'Where the API is',
      value: model.servers[0]?.url ?? '',
      required: false,
      secret: false,
    },
    {
      name: `${prefix}_TIMEOUT`,
      about: 'Seconds for a call, retries included',
      value: '30',
      required: false,
      secret: false,
    },
  ];
  return all.filter(({ name }, index) => all.findIndex((other) => other.name === name) === index);
}

const SERVER: readonly SettingRow[] = [
  ['MCP_TRANSPORT', 'stdio or http, as --http says', 'stdio'],
  ['MCP_HOST', 'Address that HTTP listens on', '127.0.0.1'],
  ['MCP_PORT', 'Port that HTTP listens on', '8000'],
  ['MCP_TOOLS', 'static: a tool per operation; dynamic: search, describe, call', ''],
  [
    'MCP_STRICT_ANSWERS',
    '1: an answer of the API that does not fit the document is an error; otherwise it is passed on, with a warning in the log',
    '',
  ],
  ['MCP_LOG_LEVEL', 'DEBUG, INFO, WARNING or ERROR; logs go to stderr', 'INFO'],
  ['MCP_MAX_RESPONSE_BYTES', 'Longer answers are cut, with a note for the model', '1000000'],
  [
    'MCP_RATE_LIMIT',
    'Requests per second and client over HTTP, and how many at once: 50, 50/100, or off',
    '50/100',
  ],
  [
    'MCP_ALLOWED_HOSTS',
    'Names by which clients reach HTTP, besides the loopback names, with commas; a container that is reached by a name needs it',
    '',
  ],
  ['MCP_ALLOWED_ORIGINS', 'Origins that HTTP serves besides the loopback ones, with commas', ''],
  ['MCP_SERVER_TOKEN', 'Bearer token that HTTP clients must send', ''],
  [
    'MCP_JWT_JWKS_URL',
    "Address of the issuer's keys, to accept JWT bearer tokens instead of MCP_SERVER_TOKEN",
    '',
  ],
  ['MCP_JWT_PUBLIC_KEY', 'The same keys as one PEM text', ''],
  ['MCP_JWT_ISSUER', 'Issuer that such tokens must name', ''],
  ['MCP_JWT_AUDIENCE', 'Audience that such tokens must name; needed with JWT', ''],
];

/** What a layout has no use for: one file has no models that answers could be held against. */
const WITHOUT: Readonly<Record<string, readonly string[]>> = { [ONE_FILE]: ['MCP_STRICT_ANSWERS'] };

/** What the MCP server reads, with the defaults and in the layout of its project. */
export function serverSettings(
  model: ServiceModel,
  { defaults, shape }: Pick<Additions, 'defaults' | 'shape'>,
): Setting[] {
  const rows = [...SERVER, ...moreSettings(model)].filter(([name]) => !WITHOUT[shape]?.includes(name));
  return rows.map(([name, about, value]) => ({
    name,
    about,
    value: name === 'MCP_TOOLS' ? model.toolMode : (defaults[name] ?? value),
    required: false,
    secret: name === 'MCP_SERVER_TOKEN',
  }));
}

/** What features read. */
export const featureSettings = ({ variables }: Additions): Setting[] =>
  variables.map(({ name, about, value, secret }) => ({
    name,
    about,
    value,
    required: false,
    secret: secret === true,
  }));

/** The same for `.env.example`: what belongs to a feature stands below its name. */
export function featureGroups(additions: Additions): { title: string; settings: Setting[] }[] {
  const ids = [...new Set(additions.variables.map(({ of: id }) => id))];
  return ids.map((id) => {
    const words = id.replaceAll('-', ' ');
    const variables = additions.variables.filter(({ of: other }) => other === id);
    return {
      title: words.charAt(0).toUpperCase() + words.slice(1),
      settings: featureSettings({ ...additions, variables }),
    };
  });
}
