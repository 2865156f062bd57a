/** What all tests share: the API is on loopback, the credentials are made up. */
import { configureLog } from '../src/runtime/log.js';

const CREDENTIALS: Readonly<Record<string, string>> = {};

const isOurs = (name: string): boolean => name.startsWith('PETSTORE_') || name.startsWith('MCP_');

/** No test depends on the settings of the machine it runs on: settings that point the server to the stand-in, and no others. */
export function useEnvironment(url: string): void {
  for (const name of Object.keys(process.env)) if (isOurs(name)) delete process.env[name];
  Object.assign(process.env, CREDENTIALS, { ['PETSTORE_BASE_URL']: url, MCP_TOOLS: 'static' });
  configureLog('critical');
}
