import type { Context } from './context.js';
import { isObject, listAt, objectAt, proseAt } from './json.js';
import { specText } from './text.js';
import type { JsonObject, Server } from './types.js';

const FALLBACK = 'http://localhost';

/** The servers of the document; one made up where it names none that can be used. */
export function readServers(context: Context): Server[] {
  const servers = serversOf(context.root, '', context);
  if (servers.length > 0) return servers;
  const base = originOf(context.name);
  context.report(
    'model.server-missing',
    'repair',
    `the document names no server; ${base ?? FALLBACK} is taken`,
    '',
  );
  return [{ url: specText(base ?? FALLBACK) }];
}

/** The server of an operation, or of its path. */
export function ownServer(operation: JsonObject, item: JsonObject, context: Context): Server | undefined {
  return serversOf(operation, undefined, context)[0] ?? serversOf(item, undefined, context)[0];
}

function serversOf(owner: JsonObject, pointer: string | undefined, context: Context): Server[] {
  const out: Server[] = [];
  listAt(owner, 'servers').forEach((entry, index) => {
    if (!isObject(entry)) return;
    const written =
      typeof entry['url'] === 'string' ? withDefaults(entry['url'], objectAt(entry, 'variables')) : undefined;
    if (written === undefined) return;
    const url = absolute(written, context, pointer === undefined ? undefined : `${pointer}/servers/${index}`);
    const description = proseAt(entry, 'description');
    if (url === undefined) return;
    out.push({
      url: specText(url),
      ...(description === undefined ? {} : { description: specText(description) }),
    });
  });
  return out;
}

/** Every variable replaced by its default, else its first value, else its name. */
function withDefaults(url: string, variables: JsonObject): string {
  return url.trim().replace(/\{([^{}]+)\}/g, (_, name: string) => {
    const variable = objectAt(variables, name);
    const value = variable['default'] ?? listAt(variable, 'enum')[0] ?? name;
    return typeof value === 'object' ? name : String(value);
  });
}

function originOf(name: string): string | undefined {
  return /^https?:\/\//i.test(name) && URL.canParse(name) ? new URL(name).origin : undefined;
}

/** An absolute http(s) URL without trailing slash, query, fragment and credentials; undefined when there is no way. */
function absolute(url: string, context: Context, pointer: string | undefined): string | undefined {
  const isAbsolute = /^[a-z][a-z0-9+.-]*:/i.test(url) && !/^[a-z0-9.-]+:\d+/i.test(url);
  if (isAbsolute) {
    if (!URL.canParse(url) || !/^(https?|wss?):/i.test(url)) {
      context.report(
        'model.server-url',
        'repair',
        `server ${url} is no http address, and is left out`,
        pointer,
      );
      return undefined;
    }
    return clean(new URL(url.replace(/^ws/i, 'http')));
  }
  const base = /^https?:/i.test(context.name) && URL.canParse(context.name) ? context.name : `${FALLBACK}/`;
  const bare =
    /^[a-z0-9.-]+:\d+/i.test(url) || /^[a-z0-9-]+(\.[a-z0-9-]+)+(\/|$)/i.test(url) ? `//${url}` : url;
  const scheme = bare.startsWith('//')
    ? base.startsWith('https') || base.startsWith(FALLBACK)
      ? 'https:'
      : 'http:'
    : '';
  if (!URL.canParse(scheme + bare, base)) {
    context.report('model.server-url', 'repair', `server ${url} is no address, and is left out`, pointer);
    return undefined;
  }
  const resolved = clean(new URL(scheme + bare, base));
  if (base === `${FALLBACK}/`) {
    context.report(
      'model.server-relative',
      'repair',
      `server ${url} is relative; ${resolved} is taken`,
      pointer,
    );
  }
  return resolved;
}

/** `https://host:8443/base` */
function clean(url: URL): string {
  return `${url.protocol}//${url.host}${url.pathname.replace(/\/+$/, '')}`;
}
