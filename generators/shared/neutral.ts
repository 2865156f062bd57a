import type { FeaturePart, FeatureVariable, FileEntry, PartSurroundings } from '../../src/plan/types.js';

/** Languages whose projects print what a feature for every language needs: targets of make, sections of the README. */
const LANGUAGES = ['python', 'typescript', 'go'] as const;

/** The same part for every language. */
export const everyLanguage = (part: FeaturePart): Readonly<Record<string, FeaturePart>> =>
  Object.fromEntries(LANGUAGES.map((language) => [language, part]));

/** The name of the project's command, image and containers. */
export const programOf = ({ tokens }: PartSurroundings): string => tokens['mcp-package'] ?? '';

/** Where replicas share what they share. */
export const REDIS_URL: FeatureVariable = {
  name: 'MCP_REDIS_URL',
  about:
    'Redis for what replicas share, such as redis://127.0.0.1:6379/0; without it each process is on its own',
  value: '',
};

/** What Redis takes in a project of Node.js. */
export const NODE_REDIS: FeaturePart = {
  dependencies: ['ioredis@^5.11.0'],
  devDependencies: ['@types/ioredis-mock@^8.2.6', 'ioredis-mock@^8.13.0'],
  uses: ['redis'],
};

const REDIS_USERS = ['rate-limit', 'long-operations', 'cache'];
/** Whether something in the project shares its state through Redis. */
export const usesRedis = ({ features }: PartSurroundings): boolean =>
  features.some((id) => REDIS_USERS.includes(id));

/** Files of a feature that are copied only sometimes: each lies at `<folder>/<path>`. */
export const copiesOf = (
  folder: string,
  paths: readonly string[],
  { tokens }: PartSurroundings,
): readonly FileEntry[] =>
  paths.map((path) => ({
    kind: 'copy',
    path: Object.entries(tokens).reduce((done, [token, name]) => done.replaceAll(token, name), path),
    source: `${folder}/${path}`,
    replace: tokens,
    owner: 'merged',
  }));
