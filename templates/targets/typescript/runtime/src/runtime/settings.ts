/** Settings of the MCP server itself, from the environment. */
import { headerNames } from './callers.js';
import { SettingsError } from './errors.js';
import { LEVELS, type Level } from './log.js';
import { registerSecret } from './redaction.js';

export interface Settings {
  /** MCP_TRANSPORT */
  readonly transport: 'stdio' | 'http';
  /** MCP_HOST and MCP_PORT: where HTTP listens. */
  readonly host: string;
  readonly port: number;
  /** MCP_LOG_LEVEL */
  readonly logLevel: Level;
  /** MCP_RATE_LIMIT: requests per second and client, 0 for no limit, and how many at once. */
  readonly rate: number;
  readonly burst: number;
  /** MCP_ALLOWED_HOSTS and MCP_ALLOWED_ORIGINS, besides the loopback names. */
  readonly allowedHosts: readonly string[];
  readonly allowedOrigins: readonly string[];
  /** MCP_SERVER_TOKEN: the bearer token that clients must send. */
  readonly serverToken: string;
  /** MCP_JWT_…: keys of an issuer (an address or one PEM text), and what its tokens must name. */
  readonly jwksUrl: string;
  readonly publicKey: string;
  readonly issuer: string;
  readonly audience: string;
  /** MCP_EXTRA_ARGUMENTS: arguments added to the tools. */
  readonly extras: readonly ExtraArgument[];
  /** MCP_PASS_THROUGH_AUTH: headers of callers that go on to the API, in lower case. */
  readonly passThrough: readonly string[];
}

/** Reads the environment. Throws `SettingsError` for a value that cannot be used. */
export function readSettings(): Settings {
  const settings: Settings = {
    transport: transport(),
    host: textSetting('MCP_HOST', '127.0.0.1'),
    port: Math.trunc(numberSetting('MCP_PORT', 8000, 65_535)),
    logLevel: oneOf('MCP_LOG_LEVEL', LEVELS, 'info'),
    ...rateOf(textSetting('MCP_RATE_LIMIT', '50/100')),
    allowedHosts: listSetting('MCP_ALLOWED_HOSTS'),
    allowedOrigins: listSetting('MCP_ALLOWED_ORIGINS'),
    serverToken: textSetting('MCP_SERVER_TOKEN'),
    jwksUrl: textSetting('MCP_JWT_JWKS_URL'),
    publicKey: textSetting('MCP_JWT_PUBLIC_KEY').replaceAll('\\n', '\n'),
    issuer: textSetting('MCP_JWT_ISSUER'),
    audience: textSetting('MCP_JWT_AUDIENCE'),
    extras: extraArguments(),
    passThrough: passThrough(),
  };
  checkGuards(settings);
  maxResponseBytes();
  toolMode('static');
  registerSecret(settings.serverToken);
  return settings;
}

/** `stdio` or `http`, which is also called streamable-http. */
function transport(): Settings['transport'] {
  if (textSetting('MCP_TRANSPORT').toLowerCase() === 'sse') {
    throw new SettingsError(
      'MCP_TRANSPORT=sse asks for the HTTP+SSE transport, deprecated since revision 2025-03-26 ' +
        'of MCP and not served; use http',
    );
  }
  const found = oneOf('MCP_TRANSPORT', ['stdio', 'http', 'streamable-http'], 'stdio');
  return found === 'stdio' ? 'stdio' : 'http';
}

/** Settings that contradict each other, or are of no use alone. */
function checkGuards(settings: Settings): void {
  const isGuarded = [settings.serverToken, settings.jwksUrl, settings.publicKey].some(Boolean);
  if (isGuarded && settings.passThrough.includes('authorization')) {
    throw new SettingsError(
      'MCP_PASS_THROUGH_AUTH cannot pass on Authorization while clients send the token of this ' +
        'server in it; name another header',
    );
  }
  if ((settings.jwksUrl !== '' || settings.publicKey !== '') && settings.audience === '') {
    throw new SettingsError('MCP_JWT_AUDIENCE is needed to check JWT bearer tokens');
  }
  if (settings.jwksUrl !== '' && !URL.canParse(settings.jwksUrl)) {
    throw new SettingsError('MCP_JWT_JWKS_URL must be an address');
  }
}

/** What MCP_EXTRA_ARGUMENTS may name; extras.ts adds them to the tools. */
export const EXTRA_ARGUMENTS = ['max_items', 'fields'] as const;
export type ExtraArgument = (typeof EXTRA_ARGUMENTS)[number];

/** Reads MCP_EXTRA_ARGUMENTS: names with commas, or `all`. */
export function extraArguments(): ExtraArgument[] {
  const names = listSetting('MCP_EXTRA_ARGUMENTS').map((name) => name.toLowerCase());
  const known = new Set<string>([...EXTRA_ARGUMENTS, 'all']);
  if (names.some((name) => !known.has(name))) {
    throw new SettingsError(`MCP_EXTRA_ARGUMENTS may name ${EXTRA_ARGUMENTS.join(', ')}, or all`);
  }
  return EXTRA_ARGUMENTS.filter((name) => names.includes(name) || names.includes('all'));
}

/** Reads MCP_PASS_THROUGH_AUTH. */
export const passThrough = (): string[] => headerNames(textSetting('MCP_PASS_THROUGH_AUTH'));

/** MCP_MAX_RESPONSE_BYTES: most bytes of one answer to a client. */
export const maxResponseBytes = (): number =>
  Math.trunc(numberSetting('MCP_MAX_RESPONSE_BYTES', 1_000_000));

export type ToolMode = 'static' | 'dynamic';

/** MCP_TOOLS wins over what the server says. */
export const toolMode = (mode: ToolMode): ToolMode =>
  oneOf('MCP_TOOLS', ['static', 'dynamic'], mode);

/** The value of a variable, `fallback` when it is not set. */
export const textSetting = (name: string, fallback = ''): string =>
  process.env[name]?.trim() || fallback;

/** Reads a number greater than zero; `fallback`, which may be 0, when it is not set. */
export function numberSetting(name: string, fallback: number, most = 1e12): number {
  const text = textSetting(name);
  if (text === '') return fallback;
  const value = Number(text);
  if (value > 0 && value <= most) return value;
  throw new SettingsError(`${name} must be a number greater than 0`);
}

/** Reads a switch: 1, true, yes or on. */
export const flagSetting = (name: string): boolean =>
  ['1', 'true', 'yes', 'on'].includes(textSetting(name).toLowerCase());

/** Reads a list with commas. */
export const listSetting = (name: string): string[] =>
  textSetting(name)
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** Reads one of some words. */
export function oneOf<T extends string>(name: string, values: readonly T[], fallback: T): T {
  const text = textSetting(name, fallback).toLowerCase();
  const value = values.find((one) => one === text);
  if (value !== undefined) return value;
  throw new SettingsError(`${name} must be one of: ${values.join(', ')}`);
}

/** Reads `rate` or `rate/burst`; the burst is twice the rate when left out. 0 or off: no limit. */
function rateOf(text: string): { rate: number; burst: number } {
  const [first = '', second = ''] = text.split('/').map((part) => part.trim());
  const rate = first.toLowerCase() === 'off' ? 0 : Number(first || Number.NaN);
  const burst = second === '' ? 2 * rate : Number(second);
  if (rate >= 0 && burst >= 0 && (rate === 0 || burst >= 1)) return { rate, burst };
  throw new SettingsError('MCP_RATE_LIMIT must be requests per second, like 50 or 50/100, or off');
}
