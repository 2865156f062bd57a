/** Dicts whose keys are known: what functions read of an answer, and what they build. They get a type, and stay the dicts they are. */
import { literalText } from '../facts/strings.js';
import type { Edit } from '../python/edits.js';
import { childOf, type PyNode, walk } from '../python/tree.js';
import { functionsIn } from '../typing/exposed.js';
import { above, ownNodes, type Typing, textOf } from '../typing/module.js';
import { isAsked } from './answers.js';
import { type Elements, listEdit, readElements } from './elements.js';
import { type Fields, literalFields, placesOf, readsRecord } from './records.js';

/** A variable with a known shape. */
export interface Shape {
  readonly typing: Typing;
  readonly variable: string;
  /** The function that it belongs to. */
  readonly owner: string;
  readonly fields: Fields;
  readonly built: boolean;
  /** Elements of a list have it. */
  readonly many: boolean;
  /** Writes the type, given its name. */
  readonly annotate: (name: string) => readonly Edit[];
  /** What it is, where it belongs to no variable. */
  readonly about?: string;
}

/** So many keys make a shape. */
export const ENOUGH = 2;

/** Shapes of variables. */
export function variableShapes(modules: readonly Typing[]): Shape[] {
  return modules.flatMap((typing) => functionsIn(typing).flatMap((one) => shapesIn(one, typing)));
}

export const nameOf = (definition: PyNode, typing: Typing): string =>
  textOf(childOf(definition, 'name'), typing);

/** Reads every place but the one that binds; undefined where one of them needs a dict, or too little is known. */
export function readAll(
  places: readonly PyNode[],
  binding: PyNode,
  typing: Typing,
  fields: Fields,
): Fields | undefined {
  const others = places.filter((one) => one !== binding);
  return others.length > 0 && others.every((one) => readsRecord(one, typing, fields)) ? fields : undefined;
}

function shapesIn(definition: PyNode, typing: Typing): Shape[] {
  const body = childOf(definition, 'body')?.children ?? [];
  return body
    .flatMap((statement) => [...ownNodes(statement)])
    .flatMap((node) => (node.type === 'assignment' ? (variableShape(node, definition, typing) ?? []) : []));
}

function variableShape(node: PyNode, definition: PyNode, typing: Typing): Shape | undefined {
  const left = childOf(node, 'left');
  const right = childOf(node, 'right');
  const type = childOf(node, 'type');
  if (left?.type !== 'identifier' || right === undefined) return undefined;
  const list = right.type === 'list' && right.children.every(({ named }) => !named);
  if (type !== undefined && !(list ? DICTS : DICT).test(textOf(type, typing))) return undefined;
  const variable = textOf(left, typing);
  const places = placesOf(variable, definition, typing);
  if (places === undefined) return undefined;
  const annotate = (name: string): Edit[] => {
    const text = list ? `list[${name}]` : name;
    return type === undefined
      ? [{ start: left.end, end: left.end, text: `: ${text}` }]
      : [{ start: type.start, end: type.end, text }];
  };
  const base = { typing, variable, owner: nameOf(definition, typing), many: list, annotate };
  if (list) {
    const fields = elements(places, left, definition, typing);
    return fields && { ...base, fields, built: true };
  }
  const answers = answered(left, right, places, definition, typing);
  if (answers !== undefined) {
    const called = answers.called ?? variable;
    return {
      ...base,
      variable: called,
      many: false,
      annotate: listEdit(left, type),
      fields: answers.fields,
      built: false,
    };
  }
  const built = right.type === 'dictionary';
  const first = built ? literalFields(right, typing) : isUnknown(right, typing) ? new Map() : undefined;
  const fields = first && readAll(places, left, typing, first);
  const enough = !built && isAnswer(right, typing) ? 1 : ENOUGH;
  return fields === undefined || fields.size < enough ? undefined : { ...base, fields, built };
}

/** `for row in answer`: elements of a list that is unknown itself. */
function answered(
  left: PyNode,
  right: PyNode,
  places: readonly PyNode[],
  definition: PyNode,
  typing: Typing,
): Elements | undefined {
  const found = isUnknown(right, typing) ? readElements(places, left, definition, typing) : undefined;
  return found?.called !== undefined && found.fields.size >= ENOUGH ? found : undefined;
}

/** `rows = []` that gets dicts of one form, and is looped over or shown. */
function elements(
  places: readonly PyNode[],
  binding: PyNode,
  definition: PyNode,
  typing: Typing,
): Fields | undefined {
  const forms: Fields[] = [];
  const others: PyNode[] = [];
  for (const place of places) {
    if (place === binding) continue;
    const added = appended(place, typing);
    if (added !== undefined) forms.push(added);
    else others.push(place);
  }
  const read = readElements(others, binding, definition, typing)?.fields;
  if (read === undefined) return undefined;
  const [first] = forms;
  if (first === undefined || first.size < ENOUGH) return undefined;
  const all = new Map(first);
  for (const form of forms.slice(1)) {
    for (const [key, { type }] of form) {
      const known = all.get(key);
      all.set(key, {
        type: known === undefined || known.type === type ? type : 'Any',
        always: known?.always ?? false,
      });
    }
    for (const [key, { type }] of all) if (!form.has(key)) all.set(key, { type, always: false });
  }
  return [...read.keys()].every((key) => all.has(key)) ? all : undefined;
}

function appended(place: PyNode, typing: Typing): Fields | undefined {
  const attribute = typing.parents.get(place);
  if (attribute?.type !== 'attribute' || textOf(childOf(attribute, 'attribute'), typing) !== 'append')
    return undefined;
  const call = typing.parents.get(attribute);
  const given = (call?.type === 'call' ? (childOf(call, 'arguments')?.children ?? []) : []).filter(
    ({ named }) => named,
  );
  return given.length === 1 && given[0]?.type === 'dictionary' ? literalFields(given[0], typing) : undefined;
}

/** `response.json()`, `json.loads(text)`, `answer["data"]`, `answer.get("data", {})`: what a checker knows nothing of. */
export function isUnknown(node: PyNode, typing: Typing): boolean {
  const value = node.type === 'await' ? (node.children.find(({ named }) => named) ?? node) : node;
  if (value.type === 'parenthesized_expression')
    return isUnknown(value.children.find(({ named }) => named) ?? value, typing);
  if (node.type === 'await' && isAsked(value, typing)) return true;
  if (value.type === 'subscript') return isPart(value, typing) || isElement(value, typing);
  const callee = value.type === 'call' ? childOf(value, 'function') : undefined;
  if (callee?.type !== 'attribute') return false;
  const method = textOf(childOf(callee, 'attribute'), typing);
  if (method === 'json') return true;
  if (method === 'loads') return typing.bound.get(textOf(childOf(callee, 'object'), typing)) === 'json';
  const given = (childOf(value, 'arguments')?.children ?? []).filter(({ named }) => named);
  const open = given.length === 1 || /^\{\s*\}$/.test(textOf(given[1], typing));
  return method === 'get' && given[0]?.type === 'string' && open && isLocal(callee, typing);
}

/** `await response.json()`: an answer itself. */
const isAnswer = (node: PyNode, typing: Typing): boolean => /\.json\(\)\)*$/.test(textOf(node, typing));

/** `answers[0]`, of a variable that is unknown itself. */
function isElement(node: PyNode, typing: Typing): boolean {
  const value = childOf(node, 'value');
  if (value?.type !== 'identifier') return false;
  const definition = above(node, /^function_definition$/, typing);
  const places = definition && placesOf(textOf(value, typing), definition, typing);
  const bindings = (places ?? [])
    .filter(({ field }) => field === 'left')
    .map((one) => typing.parents.get(one));
  return (
    bindings.length > 0 &&
    bindings.every((one) => {
      const right =
        one?.type === 'assignment' && childOf(one, 'type') === undefined ? childOf(one, 'right') : undefined;
      return right !== undefined && isAnswer(right, typing);
    })
  );
}

const isPart = (node: PyNode, typing: Typing): boolean =>
  [...walk(node)].some(
    ({ type, children }) =>
      type === 'subscript' &&
      children.some(
        (one) =>
          one.field === 'subscript' && one.type === 'string' && literalText(one, typing.text) !== undefined,
      ),
  ) && isLocal(node, typing);

/** What it is a part of is a variable of the function, and nothing that a module makes. */
function isLocal(node: PyNode, typing: Typing): boolean {
  const [base] = [...walk(node)].filter(({ type }) => type === 'identifier');
  const definition = above(node, /^function_definition$/, typing);
  if (base === undefined || definition === undefined) return false;
  return (placesOf(textOf(base, typing), definition, typing) ?? []).some(
    (one) =>
      one.field === 'left' || /parameter/.test(typing.parents.get(one)?.type ?? '') || one.field === 'name',
  );
}

export const DICTS =
  /^(?:typing\.)?[Ll]ist(?:\[(?:typing\.)?(?:[Dd]ict(?:\[str, ?(?:typing\.)?Any\])?|Any)\])?$/;
export const DICT = /^(?:typing\.)?(?:[Dd]ict(?:\[str, ?(?:typing\.)?[Aa]ny\])?|Any)$/;
