/** What can be chosen today. A generator that is added appears here, and in its registry. */
export interface Choice {
  readonly value: string;
  readonly title: string;
  readonly hint?: string;
}

export const TARGETS: readonly Choice[] = [{ value: 'python', title: 'Python', hint: 'official MCP SDK' }];

export const PRESETS: readonly Choice[] = [
  { value: 's-tier', title: 'S-tier', hint: 'typed server, client, models, tests, container, CI' },
];

export const FEATURES: readonly Choice[] = [];

export const TRANSPORTS: readonly Choice[] = [
  { value: 'stdio', title: 'stdio', hint: 'started by a desktop client' },
  { value: 'http', title: 'Streamable HTTP', hint: 'a service at /mcp' },
];

export const PACKAGE_MANAGERS: readonly Choice[] = [
  { value: 'uv', title: 'uv', hint: 'fast, with a lock file; fetched when missing' },
  { value: 'pip', title: 'pip', hint: 'python -m venv and pip install' },
];

export const PYTHONS: readonly Choice[] = [
  { value: 'auto', title: 'automatic', hint: '3.13 where it can be had' },
  { value: '3.13', title: '3.13' },
  { value: '3.12', title: '3.12' },
  { value: '3.11', title: '3.11' },
];

export const AUTHS: readonly Choice[] = [
  { value: 'document', title: 'As the document says' },
  { value: 'none', title: 'No credentials' },
  { value: 'bearer', title: 'Bearer token' },
  { value: 'basic', title: 'User name and password' },
  { value: 'api-key', title: 'API key in a header', hint: 'api-key:<header>, X-API-Key when left out' },
];

/** What `auto` means when nobody has looked at the machine. */
export const DEFAULT_PYTHON = '3.13';
