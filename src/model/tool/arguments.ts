import { OVER_MEMBERS } from '../schema/over-members.js';
import { NameScope, Reserved, shortenWords, snake, startable, toWordsOr } from '../../escape/names/index.js';
import type { Shape } from '../graph/shape.js';
import { isObject } from '../json.js';
import type { ReadOperation } from '../operation/read.js';
import { isHidden } from '../schema/hidden.js';
import type { Context } from '../context.js';
import { specText } from '../text.js';
import type { Argument, BodyKind, JsonValue, TypeExpr } from '../types.js';

/** An argument to be, with the schema of the document behind it. */
export interface Planned {
  readonly name: string;
  readonly source: Argument['source'];
  readonly required: boolean;
  readonly type: TypeExpr;
  readonly schema: JsonValue | undefined;
  readonly pointer: string;
  readonly description: string | undefined;
  readonly deprecated: boolean;
  /** What the argument is: the value itself, bytes as base64 text, or a text in the format of the media type. */
  readonly given: 'value' | 'base64' | 'text';
  readonly mediaType: string | undefined;
}

export interface ArgumentPlan {
  readonly arguments: readonly Planned[];
  readonly bodyMode: 'none' | 'members' | 'whole';
  /** Names of arguments that must be given as soon as any member of an optional body is. */
  readonly together:
    | { readonly members: readonly string[]; readonly required: readonly string[] }
    | undefined;
}

const MAX_ARGUMENT = 64;
/** Hard keywords of the languages in which an argument becomes a parameter, the parameters that are there already, and `l`, which linters take for a one. */
const RESERVED = new Reserved(
  (
    'False None True and as assert async await break class continue def del elif else except finally for from global if import ' +
    'in is lambda nonlocal not or pass raise return try while with yield self cls ctx l'
  ).split(' '),
);

const WRITES_MEMBERS: ReadonlySet<BodyKind> = new Set<BodyKind>(['json', 'form', 'multipart']);

/** The arguments of an operation's tool, in the order in which names are claimed: path, query, header, cookie, body. */
export function planArguments(
  read: ReadOperation,
  context: Context,
  bodyType: (name: string) => TypeExpr,
): ArgumentPlan {
  const names = new ArgumentNames();
  const planned: Planned[] = [];
  for (const place of ['path', 'query', 'header', 'cookie', 'querystring'] as const) {
    for (const { parameter, schema, pointer } of read.params) {
      if (parameter.in !== place) continue;
      planned.push({
        name: names.claim(parameter.name.spec, place),
        source: { in: place, name: parameter.name },
        required: parameter.required,
        type: parameter.type,
        schema,
        pointer,
        description: parameter.description?.spec,
        deprecated: parameter.deprecated,
        given: 'value',
        mediaType: undefined,
      });
    }
  }
  if (read.body === undefined) return { arguments: planned, bodyMode: 'none', together: undefined };
  if (hasMembers(read.body.sent.content.kind, read.body.sent.shape))
    return planMembers(read, planned, names, context, bodyType);
  const { body, sent } = read.body;
  const given = givenAs(sent.content.kind, sent.shape);
  planned.push({
    name: names.claim('body', 'request'),
    source: { in: 'body' },
    required: body.required,
    type: given === 'text' ? { kind: 'string' } : sent.content.type,
    schema: sent.schema,
    pointer: sent.pointer,
    description: body.description?.spec ?? sent.shape.description,
    deprecated: false,
    given,
    mediaType: sent.content.mediaType.spec,
  });
  return { arguments: planned, bodyMode: 'whole', together: undefined };
}

/** XML, and text formats whose content the document describes as data (lines of JSON), are given as they are written. */
function givenAs(kind: BodyKind, shape: Shape): Planned['given'] {
  if (kind === 'binary') return 'base64';
  const isScalar = shape.types === undefined || !(shape.types.has('object') || shape.types.has('array'));
  return kind === 'xml' || (kind === 'text' && !(isScalar && shape.members.size === 0)) ? 'text' : 'value';
}

/** A body whose members can be arguments of their own: a plain, closed object without alternatives. */
function hasMembers(kind: BodyKind, shape: Shape): boolean {
  if (!WRITES_MEMBERS.has(kind) || shape.members.size === 0 || shape.alternatives.length > 0) return false;
  if (shape.types !== undefined && !shape.types.has('object')) return false;
  if (shape.additional !== undefined && shape.additional.value !== false) return false;
  return shape.values === undefined && !OVER_MEMBERS.some((keyword) => shape.others.has(keyword));
}

function planMembers(
  read: ReadOperation,
  planned: Planned[],
  names: ArgumentNames,
  context: Context,
  bodyType: (name: string) => TypeExpr,
): ArgumentPlan {
  if (read.body === undefined) return { arguments: planned, bodyMode: 'none', together: undefined };
  const { body, sent } = read.body;
  const { shape } = sent;
  const files = new Set(sent.content.encoding.flatMap((member) => (member.file ? [member.name.spec] : [])));
  const members: string[] = [];
  const required: string[] = [];
  // Required but not described: an argument of any type.
  const all = new Set([...shape.members.keys(), ...shape.required]);
  for (const wire of all) {
    const member = shape.members.get(wire);
    const schemas = member?.schemas ?? [];
    const isRequired = shape.required.has(wire);
    // Required by the one half of a schema, forbidden by the other.
    if (member === undefined && shape.additional?.value === false) continue;
    // `false` admits no value: nothing can be sent.
    if (!isRequired && schemas.some((schema) => schema.value === false)) continue;
    if (schemas.some((schema) => isHidden(schema.value, 'request', context))) continue;
    const name = names.claim(wire, 'body');
    members.push(name);
    if (isRequired) required.push(name);
    const [first] = schemas;
    const schema = schemas.length > 1 ? { allOf: schemas.map((one) => one.value) } : first?.value;
    planned.push({
      name,
      source: { in: 'member', name: specText(wire) },
      required: isRequired && body.required,
      type: bodyType(wire),
      schema,
      pointer: first?.pointer ?? sent.pointer,
      description: undefined,
      deprecated: isObject(schema) && schema['deprecated'] === true,
      given: files.has(wire) ? 'base64' : 'value',
      mediaType: undefined,
    });
  }
  if (members.length === 0) return { arguments: planned, bodyMode: 'members', together: undefined };
  const together = body.required || required.length === 0 ? undefined : { members, required };
  return { arguments: planned, bodyMode: 'members', together };
}

/** Argument names of one tool. */
class ArgumentNames {
  readonly #scope = new NameScope();

  /** Snake case of the wire name; when that is taken, with its place in front: `body_id`. */
  claim(wire: string, place: string): string {
    const words = toWordsOr(wire, [place === 'request' ? 'body' : 'value']);
    const plain = argumentName(words);
    return this.#scope.claim([plain, argumentName([place, ...words])], MAX_ARGUMENT);
  }
}

function argumentName(words: readonly string[]): string {
  return RESERVED.free(startable(snake(shortenWords(words, MAX_ARGUMENT - 2)), 'value'));
}
