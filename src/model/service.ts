import { kebab, shortenWords, toWords, upperSnake } from '../escape/names/index.js';
import type { Context } from './context.js';
import { objectAt, proseAt, textAt } from './json.js';
import { specText } from './text.js';
import type { Server, Service } from './types.js';

/** Words that every title may have and that tell nothing apart. */
const NOISE = new Set(
  'api apis openapi swagger rest restful http json public the a an of for specification spec documentation docs reference'.split(
    ' ',
  ),
);
const MAX_SLUG = 40;
const isVersion = (word: string): boolean => /^v?\d+$/.test(word);

/** Title, version and the names that are made from them. `slug` overrides the title's. */
export function readService(context: Context, servers: readonly Server[], slug: string | undefined): Service {
  const info = objectAt(context.root, 'info');
  const title = textAt(info, 'title') ?? 'API';
  const words = slug === undefined ? serviceWords(title, servers) : toWords(slug);
  const optional = (key: 'description' | 'license' | 'docsUrl', text: string | undefined) =>
    text === undefined ? {} : { [key]: specText(text) };
  return {
    title: specText(title),
    version: specText(textAt(info, 'version') ?? '0'),
    ...optional('description', proseAt(info, 'description') ?? proseAt(info, 'summary')),
    ...optional(
      'license',
      textAt(objectAt(info, 'license'), 'name') ?? textAt(objectAt(info, 'license'), 'identifier'),
    ),
    ...optional('docsUrl', textAt(objectAt(context.root, 'externalDocs'), 'url')),
    slug: slug ?? kebab(words),
    words,
    envPrefix: upperSnake(/^[0-9]/.test(words[0] ?? '') ? ['api', ...words] : words),
  };
}

/** "Swagger Petstore - OpenAPI 3.0" → petstore. Where the title tells nothing, the host's name does. */
function serviceWords(title: string, servers: readonly Server[]): string[] {
  // In lower case, so that brands stay one word: GitHub, OpenAPI.
  const isHost = /^[\w-]+(\.[\w-]+)+$/.test(title) && !/^[\d.]+$/.test(title);
  const lists = [
    isHost ? hostWords(`https://${title.toLowerCase()}`) : toWords(title.toLowerCase()),
    ...servers.slice(0, 1).map((server) => hostWords(server.url.spec)),
  ];
  for (const words of lists) {
    const telling = words.filter((word) => !NOISE.has(word) && !isVersion(word));
    const short = shortenWords(telling, MAX_SLUG);
    if (short.length > 0 && /^[a-z]/.test(short[0] ?? '')) return short;
    if (short.length > 0) return shortenWords(['api', ...short], MAX_SLUG);
  }
  return ['service'];
}

/** `https://api.example.com/v1` → example */
function hostWords(url: string): string[] {
  const host = URL.canParse(url) ? new URL(url).hostname : '';
  if (host === 'localhost' || /^[\d.[\]:]+$/.test(host)) return [];
  return host
    .split('.')
    .slice(0, -1)
    .filter((label) => !['www', 'api'].includes(label))
    .slice(-1)
    .flatMap(toWords);
}
