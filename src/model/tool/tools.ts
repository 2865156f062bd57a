import type { Context } from '../context.js';
import type { ToolEdit } from '../edits/types.js';
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
import { FRAME, type Fitted, fitTool } from './fit.js';
import { hideArguments } from './hide.js';
import { inputSchema } from './input-schema.js';
import { outputSchema } from './output-schema.js';
import { pagingOf } from './paging.js';

/** What making a tool needs beside its operation. */
export interface Making {
  readonly context: Context;
  readonly graph: TypeGraph;
  readonly requests: SchemaSet;
  readonly answers: SchemaSet;
  /** Tokens that a tool may have; nobody set it when left out. */
  readonly budget: number | undefined;
  readonly outputSchemas: boolean;
}

/** What was decided about a tool. */
export interface Decided {
  readonly name: string;
  readonly edit: ToolEdit | undefined;
  readonly pinned: boolean;
}

/** Without a budget, what an output schema may have. Bytes of JSON. */
const MAX_OUTPUT = 4_000;

/** The tool of an operation, and whether it is as small as it should be. */
export function makeTool(
  read: ReadOperation,
  { name, edit, pinned }: Decided,
  making: Making,
): { readonly tool: Tool; readonly fits: boolean } {
  const { operation } = read;
  const { context, graph, requests, budget } = making;
  const planned = planArguments(read, context, memberTypes(read, graph));
  const { plan, fixed } = hideArguments(planned, edit, requests, context);
  const title = edit?.title ?? titleOf(operation);
  const whole = {
    plan,
    description: edit?.description ?? describeTool(operation),
    isReviewed: edit?.description !== undefined,
    names: title.length * 2 + name.length,
  };
  const fitted = fitTool(whole, requests, budget);
  const size = sizeOf(fitted) + whole.names + FRAME;
  const output = making.outputSchemas
    ? outputSchema(read.responses, making.answers, budget === undefined ? MAX_OUTPUT : budget * 4 - size)
    : undefined;
  const outputBytes = output === undefined ? 0 : JSON.stringify(output).length;
  const fixedPlan: ArgumentPlan = {
    ...plan,
    arguments: fixed.map((one) => one.planned),
    together: undefined,
  };
  const all = toArguments(fixedPlan, inputSchema(fixedPlan, requests, 'bare'), requests);
  const args = toArguments(plan, fitted.inputSchema, requests);
  const paging = pagingOf(read, args, fitted.inputSchema, graph.types());
  const tool: Tool = {
    name,
    title: specText(title),
    description: specText(fitted.description),
    operation: operation.id,
    arguments: args,
    fixed: fixed.flatMap(({ planned: { name: hidden }, value }) => {
      const argument = all.find((one) => one.name === hidden);
      return argument === undefined ? [] : [{ argument, value }];
    }),
    bodyMode: plan.bodyMode,
    inputSchema: fitted.inputSchema,
    ...(output === undefined ? {} : { outputSchema: output }),
    annotations: { title: specText(title), ...hintsOf(read, edit) },
    ...(paging === undefined ? {} : { paging }),
    pinned,
    tokens: Math.ceil((size + outputBytes) / 4),
    cut: fitted.cut,
  };
  return { tool, fits: fitted.fits || budget === undefined };
}

const sizeOf = ({ inputSchema: schema, description }: Fitted): number =>
  JSON.stringify(schema).length + description.length;

type Hints = Omit<Tool['annotations'], 'title'>;

function hintsOf({ operation }: ReadOperation, edit: ToolEdit | undefined): Hints {
  const { readOnly, destructive, idempotent } = operation.safety;
  const hints = edit?.hints ?? {};
  return {
    readOnlyHint: hints.readOnly ?? readOnly,
    destructiveHint: hints.destructive ?? (hints.readOnly === true ? false : destructive),
    idempotentHint: hints.idempotent ?? idempotent,
    openWorldHint: hints.openWorld ?? true,
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
