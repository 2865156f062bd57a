import type { Context } from '../context.js';
import type { TypeGraph } from '../graph/graph.js';
import type { ReadOperation } from '../operation/read.js';
import { sample } from '../sample/sample.js';
import type { SchemaSet } from '../schema/convert.js';
import { isObject, own } from '../json.js';
import { specText } from '../text.js';
import type { Argument, JsonSchema, JsonValue, Tool, TypeExpr } from '../types.js';
import { oneLine } from '../words/plain-text.js';
import { type ArgumentPlan, type Planned, planArguments } from './arguments.js';
import { describeTool, titleOf } from './describe.js';
import { inputSchema } from './input-schema.js';
import { pagingOf } from './paging.js';

/** A tool larger than this tells nothing about the members of its arguments. Bytes of JSON. */
const MAX_TOOL = 6_000;

/** The tool of an operation. `trimmed` is told the name of each tool whose inner descriptions were left out. */
export function makeTool(
  read: ReadOperation,
  pinned: boolean,
  context: Context,
  graph: TypeGraph,
  schemas: SchemaSet,
  trimmed: (name: string) => void,
): Tool {
  const { operation } = read;
  const plan = planArguments(read, context, memberTypes(read, graph));
  let schema = inputSchema(plan, schemas, 'brief');
  let bytes = JSON.stringify(schema).length;
  if (bytes > MAX_TOOL) {
    schema = inputSchema(plan, schemas, 'bare');
    bytes = JSON.stringify(schema).length;
    trimmed(operation.id);
  }
  const title = titleOf(operation);
  const description = describeTool(operation);
  const { readOnly, destructive, idempotent } = operation.safety;
  const args = toArguments(plan, schema, schemas);
  const paging = pagingOf(read, args, schema, graph.types());
  return {
    name: operation.id,
    title: specText(title),
    description: specText(description),
    operation: operation.id,
    arguments: args,
    bodyMode: plan.bodyMode,
    inputSchema: schema,
    annotations: {
      title: specText(title),
      readOnlyHint: readOnly,
      destructiveHint: destructive,
      idempotentHint: idempotent,
      openWorldHint: true,
    },
    ...(paging === undefined ? {} : { paging }),
    pinned,
    tokens: Math.ceil((bytes + description.length + title.length * 2 + operation.id.length + 160) / 4),
  };
}

/** The type of each member of the body, as the type graph knows it. */
function memberTypes(read: ReadOperation, graph: TypeGraph): (name: string) => TypeExpr {
  const types = new Map<string, TypeExpr>();
  const type = read.body?.sent.content.type;
  const named = type?.kind === 'ref' ? graph.types().get(type.id) : undefined;
  if (named?.kind === 'object')
    for (const property of named.properties) types.set(property.name.spec, property.type);
  return (name) => types.get(name) ?? { kind: 'any' };
}

/** Required ones first; each group in the order of the plan. */
function toArguments(plan: ArgumentPlan, schema: JsonSchema, schemas: SchemaSet): Argument[] {
  const { properties } = schema;
  const made = plan.arguments.map((planned) =>
    toArgument(planned, isObject(properties) ? own(properties, planned.name) : undefined, schemas),
  );
  return [...made.filter((argument) => argument.required), ...made.filter((argument) => !argument.required)];
}

function toArgument(planned: Planned, schema: JsonValue | undefined, schemas: SchemaSet): Argument {
  const shown = isObject(schema) ? schema : {};
  const { description } = shown;
  const initial = isObject(planned.schema) ? planned.schema['default'] : undefined;
  const value = sample(shown, schemas.follow, 0);
  return {
    name: planned.name,
    source: planned.source,
    required: planned.required,
    type: planned.type,
    ...(typeof description === 'string' ? { description: specText(oneLine(description)) } : {}),
    ...(initial === undefined || initial === null ? {} : { default: initial }),
    ...(value === undefined ? {} : { sample: value }),
  };
}
