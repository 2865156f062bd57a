import type { ServiceModel } from '../../src/model/types.js';

/** Name, meaning, default. */
export type SettingRow = readonly [name: string, about: string, value: string];

const ALWAYS: readonly SettingRow[] = [
  [
    'MCP_EXTRA_ARGUMENTS',
    'Arguments beyond those of the document: max_items fetches further pages of lists, fields picks parts of answers (JMESPath); with commas, or all',
    '',
  ],
  [
    'MCP_PASS_THROUGH_AUTH',
    'Headers of HTTP callers that go on to the API in place of its credentials, with commas; 1 is Authorization',
    '',
  ],
];

const WITH_TOKENS: readonly SettingRow[] = [
  ['MCP_STATE_DIR', 'Folder for tokens that are kept, instead of the state folder of the user', ''],
];
const WITH_SIGN_IN: readonly SettingRow[] = [
  [
    'MCP_SIGN_IN_PORT',
    'Port of 127.0.0.1 to which the browser comes back after signing in (path /callback); any free one when left out',
    '',
  ],
];

/** What servers read besides: arguments beyond the document's, credentials passed on, tokens that are kept. */
export function moreSettings({ securitySchemes }: ServiceModel): SettingRow[] {
  const refreshes = securitySchemes.some(({ env }) => env.refreshToken !== undefined);
  const signsIn = securitySchemes.some(
    ({ authorizationCode, discoveryUrl }) => (authorizationCode ?? discoveryUrl) !== undefined,
  );
  return [...ALWAYS, ...(refreshes ? WITH_TOKENS : []), ...(signsIn ? WITH_SIGN_IN : [])];
}
