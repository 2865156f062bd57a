import type { Context } from '../context.js';
import type { TypeGraph } from '../graph/graph.js';
import { isObject, listAt, objectAt, own, proseAt } from '../json.js';
import { specText } from '../text.js';
import type { JsonObject, JsonValue, Parameter, ParameterStyle } from '../types.js';
import { toWordsOr } from '../../escape/names/index.js';
import type { PathTemplate } from './path.js';

/** A parameter with the schema that its type was made from. */
export interface ReadParameter {
  readonly parameter: Parameter;
  readonly schema: JsonValue | undefined;
  readonly pointer: string;
  readonly source: JsonObject;
}

interface Declared {
  readonly value: JsonObject;
  readonly pointer: string;
  readonly in: Parameter['in'];
  readonly name: string;
}

const PLACES: ReadonlySet<string> = new Set(['path', 'query', 'header', 'cookie', 'querystring']);
const STYLES: Readonly<Record<string, readonly string[]>> = {
  path: ['simple', 'label', 'matrix'],
  query: ['form', 'spaceDelimited', 'pipeDelimited', 'tabDelimited', 'deepObject'],
  header: ['simple'],
  cookie: ['form', 'cookie'],
  querystring: ['form'],
};
/** Said elsewhere in the document; OAS 3.1.1, 4.8.12.2.1: such definitions "SHALL be ignored". */
const IGNORED_HEADERS = new Set(['accept', 'content-type', 'authorization']);
/** Written by HTTP clients themselves: a caller's value would be a second request or another host (RFC 9110, 7.6.1; RFC 9112, 6). */
const CLIENT_HEADERS = new Set([
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);
/** Credentials and sessions, which are not a model's to choose. */
const KEPT_HEADERS = new Set(['cookie', 'proxy-authenticate', 'proxy-authorization']);

/** Parameters of the path item and of the operation; the operation's win (OAS 3.1.1, 4.8.10). */
export function declaredParameters(
  lists: readonly { readonly owner: JsonObject; readonly pointer: string }[],
  context: Context,
): Declared[] {
  const found = new Map<string, Declared>();
  for (const { owner, pointer } of lists) {
    listAt(owner, 'parameters').forEach((entry, index) => {
      const node = context.resolve(entry, `${pointer}/parameters/${index}`);
      if (node === undefined) return;
      const name = own(node.value, 'name');
      const place = own(node.value, 'in');
      if (typeof place !== 'string' || !PLACES.has(place)) return;
      if (typeof name !== 'string' || name === '') {
        context.report(
          'operation.param-name',
          'repair',
          `a ${place} parameter without a name is left out`,
          node.pointer,
        );
        return;
      }
      if (place === 'header' && isLeftOut(name, node.pointer, context)) return;
      const key = `${place} ${place === 'header' ? name.toLowerCase() : name}`;
      found.set(key, { ...node, in: place as Parameter['in'], name });
    });
  }
  return [...found.values()];
}

/** Headers that no caller may set; what is lost by that is reported. */
function isLeftOut(name: string, pointer: string, context: Context): boolean {
  const header = name.toLowerCase();
  if (IGNORED_HEADERS.has(header)) return true;
  if (CLIENT_HEADERS.has(header)) {
    const message = `the header ${name} is written by the HTTP client; the parameter is left out`;
    context.report('operation.param-header', 'repair', message, pointer);
    return true;
  }
  if (!KEPT_HEADERS.has(header)) return false;
  const message = `the header ${name} carries a session or a credential, which no model sets; the parameter is left out`;
  context.report('operation.param-header', 'warning', message, pointer);
  return true;
}

/** Does the operation describe its Authorization header as a parameter? */
export function authorizationParameter(
  owners: readonly JsonObject[],
  context: Context,
): 'required' | 'optional' | undefined {
  for (const entry of owners.flatMap((owner) => listAt(owner, 'parameters'))) {
    const { name, in: place, required } = context.resolve(entry, '')?.value ?? {};
    if (place === 'header' && typeof name === 'string' && name.toLowerCase() === 'authorization') {
      return required === true ? 'required' : 'optional';
    }
  }
  return undefined;
}

/** What stands in the request: template and declarations brought together. */
export function readParameters(
  declared: readonly Declared[],
  path: PathTemplate,
  place: { readonly words: readonly string[]; readonly pointer: string; readonly title: string },
  context: Context,
  graph: TypeGraph,
): ReadParameter[] {
  const out: ReadParameter[] = [];
  for (const one of declared) {
    const { in: where, name } = one;
    const inQuery = where === 'path' && !path.names.includes(name) ? path.queryNames.get(name) : undefined;
    if (inQuery !== undefined) {
      // Declared for both places: one value, sent once.
      if (declared.some((other) => other.in === 'query' && other.name === inQuery)) continue;
      out.push(read({ ...one, in: 'query', name: inQuery }, { style: 'form', explode: false }));
    } else if (where === 'path' && !path.names.includes(name)) {
      context.report(
        'operation.path-param',
        'repair',
        `${place.title} has no {${name}} in its path; the parameter is left out`,
        one.pointer,
      );
    } else out.push(read(one, {}));
  }
  for (const name of new Set(path.names)) {
    if (declared.some((one) => one.in === 'path' && one.name === name)) continue;
    context.report(
      'operation.path-param',
      'repair',
      `${place.title} does not describe {${name}}; it is taken as text`,
      place.pointer,
    );
    const value: JsonObject = { name, in: 'path', required: true, schema: { type: 'string' } };
    out.push(read({ value, pointer: place.pointer, in: 'path', name }, {}));
  }
  return out;

  function read(one: Declared, fixed: { style?: ParameterStyle; explode?: boolean }): ReadParameter {
    const { value, pointer } = one;
    const [media, content] = Object.entries(objectAt(value, 'content'))[0] ?? [];
    const schema = isObject(content) ? content['schema'] : value['schema'];
    const schemaPointer = media === undefined ? `${pointer}/schema` : `${pointer}/content`;
    const style = fixed.style ?? styleOf(value, one.in);
    const description = proseAt(value, 'description');
    const parameter: Parameter = {
      in: one.in,
      name: specText(one.name),
      required: one.in === 'path' || value['required'] === true,
      deprecated: value['deprecated'] === true,
      ...(description === undefined ? {} : { description: specText(description) }),
      style,
      explode:
        fixed.explode ??
        (typeof value['explode'] === 'boolean' ? value['explode'] : style === 'form' || style === 'cookie'),
      allowReserved: value['allowReserved'] === true,
      ...(media === undefined ? {} : { contentType: specText(media) }),
      type: graph.expr(schema, schemaPointer, [...place.words, ...toWordsOr(one.name, ['param'])]),
    };
    return { parameter, schema, pointer: schemaPointer, source: value };
  }
}

function styleOf(value: JsonObject, place: Parameter['in']): ParameterStyle {
  const style = value['style'];
  const allowed = STYLES[place] ?? [];
  const otherwise = place === 'path' || place === 'header' ? 'simple' : 'form';
  return typeof style === 'string' && allowed.includes(style) ? (style as ParameterStyle) : otherwise;
}
