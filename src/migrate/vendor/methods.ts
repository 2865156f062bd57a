/** What `api_client.py` offers of a library: one method or property for each thing that the program asks. */
import { Kept } from '../client/work.js';
import { valueType } from '../models/records.js';
import { childOf } from '../python/tree.js';
import { above, textOf } from '../typing/module.js';
import { argumentsOf, callAround, calleeOf, isTakenAsFunction } from './chains.js';
import { methodName, type Owner, type Use } from './types.js';

/**
 * `call` and `read` wait in a thread, `awaited` waits as the library does; `plain` calls in place, and a `property` is what the library
 * has there, because something looks at it that cannot wait.
 */
export type Mode = 'call' | 'read' | 'awaited' | 'plain' | 'property';

export interface Method {
  readonly owner: Owner;
  readonly name: string;
  readonly path: readonly string[];
  readonly mode: Mode;
  /** It is set by the program. */
  readonly written: boolean;
  readonly uses: readonly Use[];
}

export const keyOf = (owner: Owner, name: string): string => `${owner.full} ${name}`;

/** Methods for all uses. `inPlace` are the keys of those that cannot be awaited. Throws `Kept` where two would have one name. */
export function methodsFor(uses: readonly Use[], inPlace: ReadonlySet<string>): Method[] {
  const waiting = new Set(uses.filter(isAsynchronous).map(({ owner }) => owner.library));
  const groups = new Map<string, Use[]>();
  for (const use of uses) {
    const key = keyOf(use.owner, methodName(use.path));
    groups.set(key, [...(groups.get(key) ?? []), use]);
  }
  return [...groups].flatMap(([key, group]): Method[] => {
    const [first] = group;
    if (first === undefined) return [];
    const { owner, path } = first;
    const other = group.find((one) => one.path.join('.') !== path.join('.'));
    if (other !== undefined) throw new Kept(`two things named ${methodName(path)}`, other.typing, other.end);
    const written = group.some(({ kind }) => kind === 'write');
    const mode = modeOf(group, waiting.has(owner.library), inPlace.has(key));
    return [{ owner, name: methodName(path), path, mode, written, uses: group }];
  });
}

function modeOf(uses: readonly Use[], waits: boolean, inPlace: boolean): Mode {
  const calls = uses.filter(({ kind }) => kind === 'call');
  if (calls.length === 0) {
    const looked = uses.some((use) => use.kind === 'write' || isTakenAsFunction(use.end, use.typing));
    const still = uses.some(({ owner }) => owner.kind === 'module');
    return looked || still || waits || inPlace ? 'property' : 'read';
  }
  if (calls.length < uses.length) return 'property';
  if (waits) return calls.every(isAwaited) ? 'awaited' : 'plain';
  return inPlace ? 'plain' : 'call';
}

const GATHERS = /(^|\.)(gather|create_task|ensure_future|wait_for|wait|as_completed|shield|run)$/;

/** What the library gives back there is awaited by the program. */
function isAwaited({ call, typing, thread }: Use): boolean {
  if (call === undefined || thread !== undefined) return false;
  if (typing.parents.get(call)?.type === 'await') return true;
  const around = callAround(call, typing);
  return around !== undefined && GATHERS.test(calleeOf(around, typing));
}

/** The library itself is asynchronous there: `async for` and `async with` ask what it gives back, and await nothing. */
function isAsynchronous(use: Use): boolean {
  if (isAwaited(use) || use.call === undefined || use.thread !== undefined) return isAwaited(use);
  const statement = above(use.call, /^(for_statement|for_in_clause|with_statement|block)$/, use.typing);
  return statement !== undefined && statement.type !== 'block' && statement.children[0]?.type === 'async';
}

/** Parameters of a method: those that all its calls spell alike, and room for what only some of them give. */
export interface Signature {
  readonly values: readonly Parameter[];
  readonly options: readonly Parameter[];
  /** `*values`, in place of the values. */
  readonly moreValues: boolean;
  /** `**options`, behind the options. */
  readonly moreOptions: boolean;
}
interface Parameter {
  readonly name: string;
  readonly type: string;
}

type Asking = Pick<Use, 'call' | 'typing' | 'thread'>;

/** The signature that a set of calls needs. */
export function signatureOf(calls: readonly Asking[]): Signature {
  const forms = calls.map(formOf);
  const [first] = forms;
  if (first === undefined) return { values: [], options: [], moreValues: false, moreOptions: false };
  const moreValues = forms.some((one) => one.moreValues || one.values.length !== first.values.length);
  const shared = first.options.filter(({ name }) => forms.every((one) => optionOf(one, name) !== undefined));
  const values = moreValues
    ? []
    : first.values.map((one, i) => ({ name: one.name, type: common(forms.map((form) => form.values[i])) }));
  const taken = shared.some(({ name }) => name === 'self' || values.some((one) => one.name === name));
  if (taken) return { values: [], options: [], moreValues: true, moreOptions: true };
  return {
    values,
    options: shared.map(({ name }) => ({ name, type: common(forms.map((form) => optionOf(form, name))) })),
    moreValues,
    moreOptions: forms.some((one) => one.moreOptions || one.options.length > shared.length),
  };
}

const optionOf = ({ options }: Signature, name: string): Parameter | undefined =>
  options.find((one) => one.name === name);

function common(parameters: readonly (Parameter | undefined)[]): string {
  const types = new Set(parameters.map((one) => one?.type));
  const [only] = types;
  return types.size === 1 && only !== undefined ? only : 'Any';
}

function formOf({ call, typing, thread = 0 }: Asking): Signature {
  const values: Parameter[] = [];
  const options: Parameter[] = [];
  const given = call === undefined ? [] : argumentsOf(call).slice(thread);
  for (const one of given) {
    if (/_splat$/.test(one.type)) continue;
    const value = one.type === 'keyword_argument' ? childOf(one, 'value') : one;
    const found = value === undefined ? 'Any' : valueType(value, typing);
    const type = /^(str|int|float|bool)$/.test(found) ? found : 'Any';
    if (one.type === 'keyword_argument') options.push({ name: textOf(childOf(one, 'name'), typing), type });
    else values.push({ name: nameFor(textOf(one, typing), values), type });
  }
  return {
    values,
    options,
    moreValues: given.some(({ type }) => type === 'list_splat'),
    moreOptions: given.some(({ type }) => type === 'dictionary_splat'),
  };
}

/** A value is called as the variable that was given. */
function nameFor(text: string, taken: readonly Parameter[]): string {
  const plain = /^[a-z]\w*$/.test(text) && !/^(self|cls|await|lambda|not|yield)$/.test(text) ? text : 'value';
  const used = new Set(taken.map(({ name }) => name));
  if (!used.has(plain)) return plain;
  for (let n = 2; ; n++) if (!used.has(`${plain}_${n}`)) return `${plain}_${n}`;
}
