import type { SettingRow } from '../../shared/settings.js';

/** What only Python servers read, so far. */
export const PYTHON_SETTINGS: readonly SettingRow[] = [
  [
    'MCP_EXTRA_ARGUMENTS',
    'Arguments beyond those of the document: max_items fetches further pages of lists, fields picks parts of answers (JMESPath); with commas, or all',
    '',
  ],
];
