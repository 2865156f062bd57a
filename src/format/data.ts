import {
  CORE_SCHEMA,
  defineMappingTag,
  defineScalarTag,
  defineSequenceTag,
  loadAll,
  mergeTag,
} from 'js-yaml';
import { parse as parseToml } from 'smol-toml';

// Tags that belong to a program, such as `!reference` in GitLab's pipelines and `!!python/name:` of MkDocs, are its own affair.
const ANY = { matchByTagPrefix: true, identify: () => false } as const;
const SCHEMA = CORE_SCHEMA.withTags(
  mergeTag,
  ['!', 'tag:yaml.org,2002:python/'].flatMap((prefix) => [
    defineScalarTag<string>(prefix, { ...ANY, resolve: (source) => source }),
    defineSequenceTag<unknown[]>(prefix, {
      ...ANY,
      create: () => [],
      addItem: (all, item) => void all.push(item),
    }),
    defineMappingTag<Map<unknown, unknown>>(prefix, {
      ...ANY,
      create: () => new Map(),
      addPair: (map, key, value) => {
        map.set(key, value);
        return '';
      },
      has: (map, key) => map.has(key),
      keys: (map) => map.keys(),
      get: (map, key) => map.get(key),
    }),
  ]),
);

/** In a folder of that name lies what becomes data only when it is filled in. */
const IS_TEMPLATE = /(^|\/)templates\//;

/** Throws when the text is not what its name says, or says something twice. Files of other kinds pass. */
export function parseData(path: string, text: string): void {
  if (IS_TEMPLATE.test(path)) return;
  if (path.endsWith('.json')) JSON.parse(text);
  else if (path.endsWith('.toml')) parseToml(text);
  else if (/\.ya?ml$/.test(path)) loadAll(text, { schema: SCHEMA });
}
