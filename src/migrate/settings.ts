import type { PythonServer } from './read.js';

export interface MigratedSetting {
  readonly name: string;
  readonly about: string;
  readonly value: string;
  readonly required: boolean;
}

/** Variables that the program reads itself. Values are never taken from anywhere. */
export function envSettings({ layout }: PythonServer): MigratedSetting[] {
  const found = new Map<string, MigratedSetting>();
  for (const { facts } of layout.modules) {
    for (const { name, line, required } of facts.env) {
      const about = `Read in ${facts.path.split('/').at(-1)}, line ${line}${required ? '; has no default' : ''}`;
      if (!found.has(name) && !OURS.has(name)) found.set(name, { name, about, value: '', required });
    }
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

const setting = (name: string, about: string, value: string): MigratedSetting => ({
  name,
  about,
  value,
  required: false,
});

/** What the runtime reads. */
export const SERVER_SETTINGS: readonly MigratedSetting[] = [
  setting(
    'MCP_TRANSPORT',
    'http serves HTTP, as --http does; otherwise the server decides as it always did',
    '',
  ),
  setting('MCP_HOST', 'Address that HTTP listens on', '127.0.0.1'),
  setting('MCP_PORT', 'Port that HTTP listens on', '8000'),
  setting(
    'MCP_RATE_LIMIT',
    'Requests per second and client over HTTP, then the burst; 0 for no limit',
    '50/100',
  ),
  setting('MCP_ALLOWED_HOSTS', 'Host names that HTTP serves besides the loopback names, with commas', ''),
  setting('MCP_ALLOWED_ORIGINS', 'Origins that HTTP serves besides the loopback ones, with commas', ''),
  setting('MCP_SERVER_TOKEN', 'Bearer token that HTTP clients must send', ''),
];
const OURS = new Set(SERVER_SETTINGS.map(({ name }) => name));

/** A value that no service takes and that parses as what its name says. */
export function testValue(name: string): string {
  if (/URL|URI|ENDPOINT|HOST$/.test(name)) return 'http://127.0.0.1:9';
  if (/HEADERS|JSON/.test(name)) return '{}';
  if (/PORT|TIMEOUT|LIMIT|COUNT|SIZE|SECONDS/.test(name)) return '9';
  return 'test-value';
}
