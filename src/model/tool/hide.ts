import type { Context } from '../context.js';
import type { ToolEdit } from '../edits/types.js';
import type { SchemaSet } from '../schema/convert.js';
import { fits } from '../schema/validate.js';
import type { JsonValue } from '../types.js';
import type { ArgumentPlan, Planned } from './arguments.js';
import { nearest } from './nearest.js';

/** The arguments that callers see, and those that are sent without them. */
export interface Hidden {
  readonly plan: ArgumentPlan;
  readonly fixed: readonly { readonly planned: Planned; readonly value: JsonValue }[];
}

const CODE = 'model.tools-file-argument';

/** Takes the arguments that a decision hides out of a plan. Unknown ones, and values that do not fit, are errors. */
export function hideArguments(
  plan: ArgumentPlan,
  edit: ToolEdit | undefined,
  schemas: SchemaSet,
  context: Context,
): Hidden {
  const values = new Map<Planned, JsonValue>();
  for (const [key, value] of edit?.hidden ?? []) {
    const planned = find(plan, key);
    const problem = planned === undefined ? unknown(plan, key) : wrongValue(planned, value, plan, schemas);
    if (problem !== undefined) context.report(CODE, 'error', problem, edit?.at('hidden', key));
    else if (planned !== undefined) values.set(planned, value);
  }
  if (values.size === 0) return { plan, fixed: [] };
  const fixed = [...values].flatMap(([planned, value]) => (value === null ? [] : [{ planned, value }]));
  return { plan: without(plan, values), fixed };
}

/** By the name of the argument, else by that of the parameter or member. */
const find = (plan: ArgumentPlan, key: string): Planned | undefined =>
  plan.arguments.find(({ name }) => name === key) ??
  plan.arguments.find(({ source }) => source.in !== 'body' && source.name.spec === key);

function unknown(plan: ArgumentPlan, key: string): string {
  const names = plan.arguments.map(({ name }) => name);
  const near = nearest(key, names);
  if (names.length === 0) return `there is no argument ${key}, nor any other`;
  return `there is no argument ${key}; ${near === undefined ? `there are ${names.join(', ')}` : `did you mean ${near}?`}`;
}

function wrongValue(
  planned: Planned,
  value: JsonValue,
  plan: ArgumentPlan,
  schemas: SchemaSet,
): string | undefined {
  if (value === null) {
    const needed = planned.required || plan.together?.required.includes(planned.name) === true;
    return needed ? `${planned.name} is required and cannot be left out; give it a value` : undefined;
  }
  if (planned.given !== 'value') {
    return typeof value === 'string' ? undefined : `the value of ${planned.name} must be a text`;
  }
  const schema = schemas.convert(planned.schema, planned.pointer, 'bare');
  return fits(schema, value, schemas.follow)
    ? undefined
    : `${JSON.stringify(value).slice(0, 60)} is no value that the document admits for ${planned.name}`;
}

/** A member that is always sent makes the body be sent, and then what the body needs is needed. */
function without(plan: ArgumentPlan, values: ReadonlyMap<Planned, JsonValue>): ArgumentPlan {
  const { together } = plan;
  const gone = new Set([...values.keys()].map(({ name }) => name));
  const isSent = together?.members.some((name) =>
    [...values].some(([one, value]) => one.name === name && value !== null),
  );
  const needed = new Set(isSent === true ? together?.required : []);
  const shown = plan.arguments
    .filter(({ name }) => !gone.has(name))
    .map((planned) => (needed.has(planned.name) ? { ...planned, required: true } : planned));
  const left = (names: readonly string[]): readonly string[] => names.filter((name) => !gone.has(name));
  return {
    arguments: shown,
    bodyMode: plan.bodyMode,
    together:
      together === undefined || isSent === true
        ? undefined
        : { members: left(together.members), required: left(together.required) },
  };
}
