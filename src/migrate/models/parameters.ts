/** Parameters that are dicts, or lists of them, where callers give what nobody knows the type of. */
import { referencesTo } from '../client/scopes.js';
import type { Edit } from '../python/edits.js';
import { childOf, childrenOf, type PyNode, walk } from '../python/tree.js';
import { exposureOf, functionsIn, type Program } from '../typing/exposed.js';
import {
  above,
  classOf,
  decoratorName,
  decoratorsOf,
  isFunction,
  type Typing,
  textOf,
} from '../typing/module.js';
import { type Arguments, readArguments } from './arguments.js';
import { listEdit, readElements } from './elements.js';
import { placesOf } from './records.js';
import { DICT, ENOUGH, isUnknown, nameOf, readAll, type Shape } from './shapes.js';

interface Around {
  readonly program: Program;
  readonly modules: readonly Typing[];
}

export function parameterShapes(modules: readonly Typing[], program: Program): Shape[] {
  return modules.flatMap((typing) =>
    functionsIn(typing).flatMap((one) => shapesIn(one, typing, { program, modules })),
  );
}

function shapesIn(definition: PyNode, typing: Typing, around: Around): Shape[] {
  const handler = decoratorsOf(definition, typing).some((one) => decoratorName(one, typing) === 'call_tool');
  const plain = decoratorsOf(definition, typing).length === 0 && classOf(definition, typing) === undefined;
  if (!handler && (!plain || exposureOf(definition, typing, around.program) !== undefined)) return [];
  const own = (childOf(definition, 'parameters')?.children ?? []).filter(
    ({ named, type }) => named && type !== 'comment',
  );
  return own.flatMap((parameter, index) => {
    if (handler) return index === 1 ? (argumentsShape(parameter, definition, typing) ?? []) : [];
    const shape = dictShape(parameter, definition, typing) ?? listShape(parameter, definition, typing);
    const given =
      shape !== undefined && givenUnknown(definition, index, shape.parameter, typing, around.modules);
    return given ? [shape.shape] : [];
  });
}

interface Parameter {
  readonly variable: string;
  readonly name: PyNode;
  readonly type: PyNode;
  readonly places: readonly PyNode[];
}

/** A parameter with an annotation and without a default. */
function parameterOf(
  parameter: PyNode,
  definition: PyNode,
  form: RegExp,
  typing: Typing,
): Parameter | undefined {
  const name = parameter.children.find(({ type }) => type === 'identifier');
  const type = parameter.type === 'typed_parameter' ? childOf(parameter, 'type') : undefined;
  if (name === undefined || type === undefined || !form.test(textOf(type, typing))) return undefined;
  const variable = textOf(name, typing);
  const places = placesOf(variable, definition, typing);
  return places && { variable, name, type, places };
}

const OPTIONAL_DICT = new RegExp(DICT.source.replace(/\$$/, '(?: ?\\| ?None)?$'));

function argumentsShape(parameter: PyNode, definition: PyNode, typing: Typing): Shape | undefined {
  const found = parameterOf(parameter, definition, OPTIONAL_DICT, typing);
  const read: Arguments | undefined = found && readArguments(found.places, found.name, typing);
  if (found === undefined || read === undefined || read.fields.size === 0) return undefined;
  const annotate = (name: string): Edit[] =>
    [found.type, ...read.types].map(({ start, end }) => ({ start, end, text: name }));
  const base = { typing, variable: found.variable, owner: nameOf(definition, typing), annotate };
  return { ...base, fields: read.fields, built: false, many: false };
}

interface Asked {
  readonly parameter: string;
  readonly shape: Shape;
}

function dictShape(parameter: PyNode, definition: PyNode, typing: Typing): Asked | undefined {
  const found = parameterOf(parameter, definition, DICT, typing);
  const fields = found && readAll(found.places, found.name, typing, new Map());
  if (found === undefined || fields === undefined || fields.size < ENOUGH) return undefined;
  const { variable, type } = found;
  const annotate = (name: string): Edit[] => [{ start: type.start, end: type.end, text: name }];
  const owner = nameOf(definition, typing);
  return {
    parameter: variable,
    shape: { typing, variable, owner, fields, built: false, many: false, annotate },
  };
}

/** `items: list`, whose elements are read by their keys. */
function listShape(parameter: PyNode, definition: PyNode, typing: Typing): Asked | undefined {
  const found = parameterOf(parameter, definition, /^(?:typing\.)?[Ll]ist(?:\[(?:typing\.)?Any\])?$/, typing);
  const read = found && readElements(found.places, found.name, definition, typing);
  if (found === undefined || read?.called === undefined || read.fields.size === 0) return undefined;
  const annotate = listEdit(found.name, found.type);
  const base = { typing, variable: read.called, owner: nameOf(definition, typing), annotate };
  return { parameter: found.variable, shape: { ...base, fields: read.fields, built: false, many: false } };
}

/** Every caller gives a part of something, or a variable of a loop over one. */
function givenUnknown(
  definition: PyNode,
  index: number,
  name: string,
  typing: Typing,
  modules: readonly Typing[],
): boolean {
  const references = referencesTo(definition, typing, { modules });
  return (
    references.length > 0 &&
    references.every(({ typing: one, node }) => {
      const call = one.parents.get(node);
      if (call?.type !== 'call' || node.field !== 'function') return false;
      const given = (childOf(call, 'arguments')?.children ?? []).filter(
        ({ named, type }) => named && type !== 'comment',
      );
      const byName = given.find(
        (arg) => arg.type === 'keyword_argument' && textOf(childOf(arg, 'name'), one) === name,
      );
      const argument = byName === undefined ? given[index] : childOf(byName, 'value');
      return argument !== undefined && isGivenUnknown(argument, one, modules);
    })
  );
}

function isGivenUnknown(argument: PyNode, typing: Typing, modules: readonly Typing[]): boolean {
  if (argument.type !== 'identifier') return isUnknown(argument, typing);
  const definition = above(argument, /^function_definition$/, typing);
  const places = definition && placesOf(textOf(argument, typing), definition, typing);
  const bindings = (places ?? []).filter(({ field }) => field === 'left');
  return (
    bindings.length > 0 &&
    bindings.every((one) => {
      const loop = typing.parents.get(one);
      const [values] = loop === undefined ? [] : childrenOf(loop, 'right');
      return values !== undefined && (isUnknown(values, typing) || givesList(values, typing, modules));
    })
  );
}

/** A call of a function of the program that gives back a list of anything. */
function givesList(node: PyNode, typing: Typing, modules: readonly Typing[]): boolean {
  const call = node.type === 'await' ? node.children.find(({ named }) => named) : node;
  const callee = call?.type === 'call' ? childOf(call, 'function') : undefined;
  if (callee?.type !== 'identifier') return false;
  const name = textOf(callee, typing);
  const found = modules.flatMap((one) =>
    [...walk(one.root)]
      .filter((other) => isFunction(other) && textOf(childOf(other, 'name'), one) === name)
      .map((other) => textOf(childOf(other, 'return_type'), one)),
  );
  return found.length === 1 && /^(?:typing\.)?[Ll]ist(?:\[(?:typing\.)?Any\])?$/.test(found[0] ?? '');
}
