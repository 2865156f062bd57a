import { isDeepStrictEqual } from 'node:util';
import type { JsonValue, ServiceModel } from '../../model/types.js';
import type { Finding } from '../../plan/types.js';
import type { Answer } from './answers.js';
import { chooseCalls, type PlannedCall } from './choose.js';
import type { CallAnswer, McpClient } from './clients.js';
import { compareTools, type ListedTool, ownTools } from './compare.js';
import type { Arrival, Upstream } from './upstream.js';

/** What one session showed. */
export interface Examined {
  readonly version: string;
  readonly tools: number;
  /** Tools that the plan does not know: the owner's own. */
  readonly own: number;
  readonly called: number;
  readonly findings: readonly Finding[];
}

export const MAX_CALLS = 25;

/** Lists the tools, compares them with the model, and calls some of them against the mock upstream. */
export async function examine(
  client: McpClient,
  model: ServiceModel,
  upstream: Upstream,
  onLine: (line: string) => void,
): Promise<Examined> {
  const listed = await client.list();
  const findings = compareTools(listed, model);
  const call = caller(client, listed, model);
  const planned = chooseCalls(model, MAX_CALLS);
  for (const each of planned) {
    onLine(each.tool.name);
    upstream.take();
    const problem = await tryCall(each, call, upstream);
    if (problem !== null) findings.push({ message: `${each.tool.name}: ${problem}` });
  }
  const { version } = client;
  return { version, tools: listed.length, own: ownTools(listed, model), called: planned.length, findings };
}

type Call = (planned: PlannedCall) => Promise<CallAnswer>;

/** Calls a tool by its name, or through `call_operation` where it is not listed by itself. */
function caller(client: McpClient, listed: readonly ListedTool[], model: ServiceModel): Call {
  const names = new Set(listed.map(({ name }) => name));
  return ({ tool, args }) =>
    model.toolMode === 'static' || names.has(tool.name)
      ? client.call(tool.name, args)
      : client.call('call_operation', { name: tool.name, arguments: { ...args } });
}

async function tryCall(planned: PlannedCall, call: Call, upstream: Upstream): Promise<string | null> {
  let answer: CallAnswer;
  try {
    answer = await call(planned);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  if (answer.isError) return `answered with an error: ${textOf(answer)}`;
  return (
    wrongRequest(planned, upstream.take()) ?? wrongAnswer(answer, upstream.answerTo(planned.operation.id))
  );
}

function wrongRequest({ operation, tool, args }: PlannedCall, arrivals: readonly Arrival[]): string | null {
  const { method, path } = operation;
  const [arrival] = arrivals;
  if (arrival === undefined) return `no request reached the API; ${method} ${path.spec} was expected`;
  const match = arrival.matches.find((each) => each.operation.id === operation.id);
  if (match === undefined) return `sent ${arrival.method} ${arrival.url} instead of ${method} ${path.spec}`;
  for (const { source, name } of tool.arguments) {
    if (source.in !== 'path') continue;
    const [sent, arrived] = [args[name], match.path.get(source.name.spec)];
    if (
      isScalar(sent) &&
      arrived !== undefined &&
      !isStyled(operation, source.name.spec) &&
      arrived !== String(sent)
    ) {
      return `sent ${name} as ${JSON.stringify(arrived)} instead of ${JSON.stringify(String(sent))}`;
    }
  }
  return null;
}

const isScalar = (value: JsonValue | undefined): value is string | number | boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

/** The styles `label` and `matrix` write more into the path than the value. */
const isStyled = (operation: PlannedCall['operation'], name: string): boolean =>
  operation.params.some(
    (param) => param.in === 'path' && param.name.spec === name && param.style !== 'simple',
  );

function wrongAnswer(answer: CallAnswer, expected: Answer | undefined): string | null {
  if (expected === undefined || expected.body.length === 0) return null;
  const came =
    expected.json === undefined ? holdsText(answer, expected.body) : holdsJson(answer, expected.json);
  return came ? null : `the API's answer did not come back: ${textOf(answer)}`;
}

/** As structured content, by itself or as a member of an object (some shapes give all answers one form), or as text. */
function holdsJson(answer: CallAnswer, json: JsonValue): boolean {
  const { structured } = answer;
  const members = typeof structured === 'object' && structured !== null ? Object.values(structured) : [];
  const texts = answer.content.map((part) => parsed(memberOf(part, 'text')));
  return [structured, ...members, ...texts].some((value) => isDeepStrictEqual(value, json));
}

/** As text, or as base64 anywhere in the content: images, audio and embedded resources have it in different places. */
function holdsText(answer: CallAnswer, body: Buffer): boolean {
  const said = JSON.stringify([answer.content, answer.structured]);
  return (
    said.includes(body.toString('base64')) ||
    said.includes(JSON.stringify(body.toString('utf8')).slice(1, -1))
  );
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

function parsed(text: unknown): unknown {
  try {
    return typeof text === 'string' ? JSON.parse(text) : undefined;
  } catch {
    return text;
  }
}

function textOf(answer: CallAnswer): string {
  const texts = answer.content
    .map((part) => memberOf(part, 'text'))
    .filter((text) => typeof text === 'string');
  return (texts.join(' ') || JSON.stringify(answer.content)).slice(0, 300);
}
