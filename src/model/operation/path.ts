import { specText } from '../text.js';
import type { PathPart } from '../types.js';

export interface PathTemplate {
  /** Without query and fragment. */
  readonly bare: string;
  readonly segments: readonly PathPart[];
  /** Names of the template's parameters, in order. */
  readonly names: readonly string[];
  readonly fixedQuery: readonly (readonly [string, string])[];
  /** Parameters that the template puts into the query: parameter name → query name. */
  readonly queryNames: ReadonlyMap<string, string>;
}

/** `{+name}` and `{name*}` of RFC 6570 stand for `name`: OpenAPI says how it is written elsewhere. */
const withoutOperator = (name: string): string => name.replace(/^[+#./;?&]|\*$/g, '') || name;

/** Takes a path of `paths` apart: `/pet/{petId}.json?type=cat&since={since}#again`. */
export function parsePath(path: string, declared: ReadonlySet<string>): PathTemplate {
  const address = path.split('#')[0] ?? '';
  const mark = address.indexOf('?');
  const bare = mark < 0 ? address : address.slice(0, mark);
  const fixedQuery: [string, string][] = [];
  const queryNames = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(mark < 0 ? '' : address.slice(mark + 1))) {
    const template = /^\{([^{}]+)\}$/.exec(value)?.[1];
    if (template !== undefined) queryNames.set(template, name);
    else if (!/\{.*\}/.test(value)) fixedQuery.push([name, value]);
  }
  const segments = splitTemplate(bare, declared);
  const names = segments.flatMap((part) => ('param' in part ? [part.param.spec] : []));
  return { bare, segments, names, fixedQuery, queryNames };
}

function splitTemplate(bare: string, declared: ReadonlySet<string>): PathPart[] {
  const parts: PathPart[] = [];
  let from = 0;
  for (const match of bare.matchAll(/\{([^{}/]+)\}/g)) {
    if (match.index > from) parts.push({ text: specText(encodePath(bare.slice(from, match.index))) });
    const name = match[1] ?? '';
    parts.push({ param: specText(declared.has(name) ? name : withoutOperator(name)) });
    from = match.index + match[0].length;
  }
  if (from < bare.length) parts.push({ text: specText(encodePath(bare.slice(from))) });
  return parts;
}

/** Literal text as it travels: RFC 3986 path characters stay, triples stay, the rest is encoded as UTF-8. */
export function encodePath(text: string): string {
  return text
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .replace(/%(?![0-9A-Fa-f]{2})|[^A-Za-z0-9\-._~!$&'()*+,;=:@/%]+/g, (part) => encodeURIComponent(part));
}
