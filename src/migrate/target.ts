/** What is read is what is written. */
export const TARGET = 'python';
/** Where no Python was looked for. */
export const DEFAULT_VERSION = '3.13';
/** The shape that migrated projects get. */
export const DEFAULT_PRESET = 's-tier';
