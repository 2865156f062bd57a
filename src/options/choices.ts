import { targetFacts } from '../../generators/registry.js';
import type { Choice } from '../plan/types.js';

export type { Choice };

/** The languages of the registry. */
export const TARGETS: readonly Choice[] = targetFacts.map(({ id, title, hint }) => ({
  value: id,
  title,
  hint,
}));

export const PRESETS: readonly Choice[] = [
  {
    value: 's-tier',
    title: 'S-tier',
    hint: 'typed server, client, models, tests, container, CI',
  },
];

/** In the order of the registry: what comes first stands around what comes later. */
export const FEATURES: readonly Choice[] = [
  {
    value: 'health',
    title: 'Readiness',
    hint: '/ready asks what the server depends on; 503 while it stops',
    targets: ['python'],
  },
];

/** The choices that there are for a target. */
export const choicesFor = (choices: readonly Choice[], target: string): readonly Choice[] =>
  choices.filter(({ targets }) => targets === undefined || targets.includes(target));

export const TRANSPORTS: readonly Choice[] = [
  { value: 'stdio', title: 'stdio', hint: 'started by a desktop client' },
  { value: 'http', title: 'Streamable HTTP', hint: 'a service at /mcp' },
];

/** Those of all languages. */
export const PACKAGE_MANAGERS: readonly Choice[] = targetFacts.flatMap(
  ({ packageManagers }) => packageManagers,
);

/** Versions of the language whose option this is; none while there is no such language. */
export const versionsFor = (option: string): readonly Choice[] =>
  targetFacts.find(({ versionOption }) => versionOption === option)?.versions ?? [];

export const AUTHS: readonly Choice[] = [
  { value: 'document', title: 'As the document says' },
  { value: 'none', title: 'No credentials' },
  { value: 'bearer', title: 'Bearer token' },
  { value: 'basic', title: 'User name and password' },
  { value: 'api-key', title: 'API key in a header', hint: 'api-key:<header>, X-API-Key when left out' },
];
