import { openText } from '../../../src/escape/text.js';
import type {
  Argument,
  JsonObject,
  JsonValue,
  Operation,
  ServiceModel,
  Tool,
} from '../../../src/model/types.js';
import { answerOf } from '../operation.js';
import { expectedRequest } from './request.js';

/** Every argument with a sample; undefined when a required one has none. */
function samples(tool: Tool): Map<Argument, JsonValue> | undefined {
  const given = new Map<Argument, JsonValue>();
  for (const argument of tool.arguments) {
    if (argument.sample !== undefined) given.set(argument, argument.sample);
    else if (argument.required) return undefined;
  }
  return given;
}

const CONCRETE = /^[\w.+-]+\/[\w.+-]+$/;

/** What the stand-in for the API answers. */
function expectedResponse(operation: Operation): JsonObject {
  const answer = answerOf(operation);
  if (answer === undefined || answer.kind === 'empty' || operation.method === 'HEAD') return { status: 200 };
  const status =
    /^2\d\d$/.test(answer.status) && answer.status !== '204' && answer.status !== '205'
      ? Number(answer.status)
      : 200;
  const media =
    openText(answer.mediaType ?? '')
      .split(';')[0]
      ?.trim() ?? '';
  const type = (usual: string): string => (CONCRETE.test(media) ? media : usual);
  switch (answer.kind) {
    case 'json':
      // Without a sample any JSON will do: it passes through all the same, only the models would not fit.
      return answer.sample === undefined
        ? { status, type: type('application/json'), json: {}, unlike_the_document: true }
        : { status, type: type('application/json'), json: answer.sample };
    case 'text':
      return { status, type: type('text/plain'), text: 'An answer.' };
    case 'binary':
      return { status, type: type('application/octet-stream'), base64: 'AAEC/w==' };
  }
}

export interface ClientCall {
  /** `get_pet` or `pets.get_pet`. */
  readonly path: string;
  /** Argument → parameter of the method, where they differ. */
  readonly renamed: Readonly<Record<string, string>>;
}

const valuesOf = (fixed: Tool['fixed']): JsonObject =>
  Object.fromEntries(fixed.map(({ argument, value }) => [argument.name, value]));

const withFixed = (given: ReadonlyMap<Argument, JsonValue>, tool: Tool): ReadonlyMap<Argument, JsonValue> =>
  new Map([...given, ...tool.fixed.map(({ argument, value }) => [argument, value] as const)]);

/** One call of one tool: the arguments, the request that must follow, and the answer to it. */
export function testCase(
  operation: Operation,
  tool: Tool,
  client: ClientCall,
  model: ServiceModel,
): JsonObject | undefined {
  const given = samples(tool);
  if (given === undefined) return undefined;
  return {
    tool: tool.name,
    client: client.path,
    ...(Object.keys(client.renamed).length === 0 ? {} : { renamed: { ...client.renamed } }),
    arguments: Object.fromEntries([...given].map(([{ name }, value]) => [name, value])),
    ...(tool.fixed.length === 0 ? {} : { fixed: valuesOf(tool.fixed) }),
    request: expectedRequest(operation, tool, withFixed(given, tool), model),
    response: expectedResponse(operation),
  };
}
