/**
 * Arguments that the server adds to the tools of the document, where its owner switches them on. `max_items` goes on to further
 * pages of a list, `fields` picks parts of an answer. Both are off unless MCP_EXTRA_ARGUMENTS names them: a tool then has the
 * arguments that the document gives it, and no others.
 */
import type { CallToolResult, Tool } from '@modelcontextprotocol/server';
import type { ApiResponse } from './answers.js';
import type { RawTool } from './catalog.js';
import { ArgumentError } from './errors.js';
import { answerWith, exactData, ownMembers } from './exact.js';
import { type Fetch, gather, Pages } from './paging.js';
import { shown } from './redaction.js';
import type { ExtraArgument } from './settings.js';
import type { Values } from './validation.js';

type Properties = NonNullable<Tool['inputSchema']['properties']>;

const SCHEMAS: Readonly<Record<ExtraArgument, Properties[string]>> = {
  max_items: {
    type: 'integer',
    minimum: 1,
    maximum: 10_000,
    description: 'Fetch further pages until there are so many items. Left out: one page.',
  },
  fields: {
    type: 'string',
    maxLength: 1_000,
    description: 'Which parts of the answer to return, as JMESPath: [*].{id: id, name: name}',
  },
};

/** The added arguments, and the name that each has in a tool. */
export type Extras = ReadonlyMap<ExtraArgument, string>;

/** Adds arguments to a tool; they have another name where the document has an argument of that name. */
export function extend(
  raw: RawTool,
  names: readonly ExtraArgument[],
): { readonly raw: RawTool; readonly extras: Extras } {
  const properties: Properties = { ...raw.inputSchema.properties };
  const extras = new Map<ExtraArgument, string>();
  for (const name of names.filter((one) => fits(one, raw))) {
    const argument = Object.hasOwn(properties, name) ? `answer_${name}` : name;
    if (Object.hasOwn(properties, argument)) continue;
    properties[argument] = SCHEMAS[name];
    extras.set(name, argument);
  }
  if (extras.size === 0) return { raw, extras };
  return { raw: { ...raw, inputSchema: { ...raw.inputSchema, properties } }, extras };
}

/** Paging where the document makes it clear; fields where something is read. */
const fits = (name: ExtraArgument, { _operation, annotations }: RawTool): boolean =>
  name === 'max_items' ? _operation?.paging !== undefined : annotations?.readOnlyHint === true;

export interface Extended {
  readonly response: ApiResponse;
  /** About the answer; '' for none. */
  readonly note: string;
}

/**
 * Makes a call whose answer is put together or picked apart before it is shown. Throws `ArgumentError` when `fields` is no
 * JMESPath expression, or nothing that can be used on the answer.
 */
export async function runWithExtras(
  raw: RawTool,
  extras: Extras,
  fetch: Fetch,
  values: Values,
): Promise<Extended> {
  const added = new Set(extras.values());
  const own = Object.fromEntries(Object.entries(values).filter(([name]) => !added.has(name)));
  const wanted = values[extras.get('max_items') ?? ''];
  const expression = values[extras.get('fields') ?? ''];
  // Before the first request: an expression that is none costs nothing.
  const pick =
    typeof expression === 'string' && expression !== ''
      ? await selection(extras.get('fields') ?? '', expression)
      : undefined;
  const found =
    typeof wanted === 'number'
      ? await allPages(raw, fetch, own, wanted)
      : { response: await fetch(own), note: '' };
  return pick === undefined ? found : { ...found, response: pick(found.response) };
}

async function allPages(
  raw: RawTool,
  fetch: Fetch,
  values: Values,
  wanted: number,
): Promise<Extended> {
  const paging = raw._operation?.paging;
  if (paging === undefined) return { response: await fetch(values), note: '' };
  const found = await gather(
    fetch,
    new Pages(paging, raw.inputSchema.properties ?? {}),
    values,
    wanted,
  );
  if (!('note' in found)) return { response: found, note: '' };
  return { response: answerWith(found.data), note: found.note };
}

/** Compiles a JMESPath expression to a function of answers. Both throw `ArgumentError`. */
async function selection(
  argument: string,
  expression: string,
): Promise<(response: ApiResponse) => ApiResponse> {
  // Only for those who use it.
  const { compile, TreeInterpreter } = await import('@jmespath-community/jmespath');
  const tried = <T>(problem: string, work: () => T): T => {
    try {
      return work();
    } catch (error) {
      throw new ArgumentError(argument, `${problem} (${firstLine(error)})`);
    }
  };
  const compiled = tried('no JMESPath expression', () => compile(expression));
  return (response) => {
    if (!response.mediaType.endsWith('json')) {
      throw new ArgumentError(argument, 'the answer is no JSON; leave the argument out');
    }
    return tried('does not fit the answer', () => {
      const data = ownMembers(exactData(response)) as Parameters<typeof TreeInterpreter.search>[1];
      return answerWith(TreeInterpreter.search(compiled, data), response.status);
    });
  };
}

/** The first line of an error: the others show the expression again. */
const firstLine = (error: unknown): string =>
  shown(error instanceof Error ? (error.message.split('\n')[0] ?? '') : '', 200).replace(
    /^[ .:]+|[ .:]+$/g,
    '',
  );

/** A result with a note behind its content. */
export const withNote = (result: CallToolResult, note: string): CallToolResult =>
  note === '' || result.isError === true
    ? result
    : { ...result, content: [...result.content, { type: 'text', text: note }] };
