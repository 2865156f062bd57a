import type { PyNode } from '../python/tree.js';
import type { Typing } from '../typing/module.js';
import { Kept, type Work } from './work.js';

/**
 * What a text in a test names after the move: `httpx.AsyncClient` → `mcp_x.api_client.AsyncClient`, `mcp_x.server.httpx.get` →
 * `mcp_x.server.api_client.get`. Undefined when it names nothing of the library. Throws `Kept` for what `api_client.py` lacks.
 */
export function namedInTest(text: string, node: PyNode, typing: Typing, work: Work): string | undefined {
  const { library, client, package: name } = work;
  const [, before, after] = new RegExp(`^((?:\\w+\\.)*)${library.name}((?:\\.\\w+)*)$`).exec(text) ?? [];
  if (before === undefined || after === undefined || (before === '' && after === '')) return undefined;
  if (before !== '' && !before.startsWith(`${name}.`)) return undefined;
  const place = before === '' ? `${name}.` : before;
  if (after === '') return `${place}${client}`;
  const full = `${library.name}${after}`;
  const known = [...library.names].find(([one]) => full === one || full.startsWith(`${one}.`));
  if (known === undefined) throw new Kept(full, typing, node);
  return `${place}${client}.${known[1]}${full.slice(known[0].length)}`;
}
