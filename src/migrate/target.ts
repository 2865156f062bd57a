/** What is read is what is written. */
export const TARGET = 'python';
/** Where no Python was looked for. */
export const DEFAULT_VERSION = '3.13';
