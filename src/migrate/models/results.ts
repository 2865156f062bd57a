/** Functions that give back a dict: its keys are those that they put into it, and those that callers read. */
import { referencesTo } from '../client/scopes.js';
import type { Edit } from '../python/edits.js';
import { childOf, type PyNode } from '../python/tree.js';
import { exposureOf, functionsIn, type Program } from '../typing/exposed.js';
import { bodyNodes, decoratorsOf, type Typing, textOf } from '../typing/module.js';
import { addField, type Fields, literalFields, placesOf, readsRecord } from './records.js';
import { DICT, ENOUGH, isUnknown, nameOf, type Shape } from './shapes.js';

interface Gathered {
  /** Keys of each dict that is written out. */
  readonly forms: Fields[];
  readonly read: Fields;
  /** Variables that are given back. */
  readonly variables: PyNode[];
  unknown: boolean;
  nothing: boolean;
}

export function resultShapes(modules: readonly Typing[], program: Program): Shape[] {
  return modules.flatMap((typing) =>
    functionsIn(typing).flatMap((definition) => resultShape(definition, typing, program, modules) ?? []),
  );
}

function resultShape(
  definition: PyNode,
  typing: Typing,
  program: Program,
  modules: readonly Typing[],
): Shape | undefined {
  const type = childOf(definition, 'return_type');
  const written = textOf(type, typing);
  const optional =
    /^(?:typing\.)?Optional\[(.*)\]$/.exec(written)?.[1] ?? /^(.*\S) ?\| ?None$/.exec(written)?.[1];
  if (type === undefined || !DICT.test(optional ?? written) || /\bAny$/.test(optional ?? written))
    return undefined;
  const own = typing.parents.get(definition)?.type === 'module';
  if (!own || decoratorsOf(definition, typing).length > 0) return undefined;
  if (exposureOf(definition, typing, program) !== undefined) return undefined;
  const gathered = returned(definition, typing);
  if (gathered === undefined || (gathered.nothing && optional === undefined)) return undefined;
  const references = referencesTo(definition, typing, { modules });
  const used = references.every(({ typing: one, node }) => isRead(node, one, gathered.read));
  const fields = together(gathered);
  if (!used || references.length === 0 || fields.size < ENOUGH) return undefined;
  const annotate = (name: string): Edit[] => [
    { start: type.start, end: type.end, text: optional === undefined ? name : `${name} | None` },
    ...gathered.variables.map((one) => ({ start: one.end, end: one.end, text: `: ${name}` })),
  ];
  const base = { typing, variable: 'result', owner: nameOf(definition, typing), many: false, annotate };
  return { ...base, fields, built: !gathered.unknown, about: `What \`${base.owner}\` gives back.` };
}

function returned(definition: PyNode, typing: Typing): Gathered | undefined {
  const found: Gathered = { forms: [], read: new Map(), variables: [], unknown: false, nothing: false };
  for (const node of bodyNodes(definition)) {
    if (node.type === 'yield') return undefined;
    if (node.type !== 'return_statement') continue;
    const value = node.children.find(({ named, type }) => named && type !== 'comment');
    if (!gather(value, definition, typing, found)) return undefined;
  }
  return found.forms.length > 0 || found.unknown ? found : undefined;
}

function gather(value: PyNode | undefined, definition: PyNode, typing: Typing, found: Gathered): boolean {
  if (value === undefined || value.type === 'none') {
    found.nothing = true;
    return true;
  }
  if (value.type === 'identifier') return gatherVariable(value, definition, typing, found);
  if (value.type === 'dictionary') {
    const fields = literalFields(value, typing);
    if (fields === undefined || fields.size === 0) return false;
    found.forms.push(fields);
    return true;
  }
  found.unknown ||= isUnknown(value, typing);
  return isUnknown(value, typing);
}

/** `answer = {…}`, read and written by its keys, and given back. */
function gatherVariable(value: PyNode, definition: PyNode, typing: Typing, found: Gathered): boolean {
  const places = placesOf(textOf(value, typing), definition, typing) ?? [];
  const bindings = places.filter(
    (one) => one.field === 'left' && typing.parents.get(one)?.type === 'assignment',
  );
  const [binding] = bindings;
  const assignment = binding && typing.parents.get(binding);
  const right = assignment && childOf(assignment, 'right');
  if (binding === undefined || assignment === undefined || right === undefined || bindings.length > 1)
    return false;
  if (childOf(assignment, 'type') !== undefined) return false;
  if (found.variables.includes(binding)) return true;
  const form: Fields | undefined = right.type === 'dictionary' ? literalFields(right, typing) : undefined;
  if (form === undefined && !isUnknown(right, typing)) return false;
  const fits = places.every(
    (one) =>
      one === binding ||
      typing.parents.get(one)?.type === 'return_statement' ||
      readsRecord(one, typing, form ?? found.read),
  );
  if (form === undefined) found.unknown = true;
  else found.forms.push(form);
  found.variables.push(binding);
  return fits;
}

/** A call whose result is read by its keys, in place or through a variable. */
function isRead(node: PyNode, typing: Typing, read: Fields): boolean {
  const call = typing.parents.get(node);
  if (call?.type !== 'call' || node.field !== 'function') return false;
  let used = call;
  for (
    let up = typing.parents.get(used);
    up !== undefined && /^(await|parenthesized_expression)$/.test(up.type);
  ) {
    used = up;
    up = typing.parents.get(used);
  }
  const parent = typing.parents.get(used);
  const left = parent?.type === 'assignment' && used.field === 'right' ? childOf(parent, 'left') : undefined;
  if (left === undefined || parent === undefined) return readsRecord(used, typing, read);
  if (left.type !== 'identifier' || childOf(parent, 'type') !== undefined) return false;
  let definition = typing.parents.get(parent);
  while (definition !== undefined && definition.type !== 'function_definition')
    definition = typing.parents.get(definition);
  const places = definition && placesOf(textOf(left, typing), definition, typing);
  return places?.every((one) => one === left || readsRecord(one, typing, read)) ?? false;
}

/** Keys of all forms; those that only some have may be missing. */
function together({ forms, read }: Gathered): Fields {
  const all: Fields = new Map();
  for (const form of forms) for (const [key, { type }] of form) addField(all, key, type, true);
  for (const [key, field] of all)
    if (!forms.every((form) => form.get(key)?.always === true)) all.set(key, { ...field, always: false });
  for (const key of read.keys()) addField(all, key, 'read', false);
  return all;
}
