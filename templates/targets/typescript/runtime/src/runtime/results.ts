/** What a client gets: answers and errors as tool results, capped. */
import type { CallToolResult } from '@modelcontextprotocol/server';
import type { ApiResponse } from './answers.js';
import { ApiError, type CallError } from './errors.js';
import { describeError, log, newReference } from './log.js';
import { isRecord } from './text.js';

/** A result for an expected error; the log has its kind under the same reference. */
export function failure(error: CallError): CallToolResult {
  if (!(error instanceof ApiError)) return errorResult(error.message);
  const reference = newReference();
  const cause = error.cause === undefined ? {} : describeError(error.cause);
  const { name: kind, status, category } = error;
  log('warning', 'call failed', { reference, kind, status, category, ...cause });
  return errorResult(`${error.message} (reference ${reference})`);
}

/** A result for an error nobody foresaw: nothing of it is shown, only where to look. */
export function unexpected(error: unknown, tool: string): CallToolResult {
  const reference = newReference();
  log('error', 'tool failed', { reference, tool, ...describeError(error) });
  return errorResult(`The tool failed inside the server (reference ${reference}, see its log).`);
}

/** A result with `isError`. */
export const errorResult = (text: string): CallToolResult => ({
  content: [{ type: 'text', text }],
  isError: true,
});

/** Turns an answer into a tool result of at most about `limit` bytes. */
export function success(response: ApiResponse, limit: number): CallToolResult {
  const { status, mediaType, data, exact } = response;
  if (data === null && mediaType === '') return textResult(`Done (status ${status}, no content).`);
  if (data instanceof Uint8Array) return binary(Buffer.from(data), mediaType, limit);
  if (typeof data === 'string' && !mediaType.endsWith('json')) return cut(data, limit);
  // Structured content would change long numbers; the text has them as they came.
  return exact === undefined ? jsonResult(data, limit) : cut(exact, limit);
}

/** JSON as text and as structured content; text alone where both would be too long. */
export function jsonResult(data: unknown, limit: number): CallToolResult {
  const text = JSON.stringify(data);
  if (isLong(text, limit)) return cut(text, limit);
  const structuredContent = isRecord(data) ? data : { result: data };
  return { content: [{ type: 'text', text }], structuredContent };
}

/**
 * The result of a tool with an output schema: clients refuse one without structured content. Answers that are no JSON, or too
 * long to be shown twice, are in `content` alone; the structure says so.
 */
export function withStructure(result: CallToolResult): CallToolResult {
  if (result.isError === true || result.structuredContent !== undefined) return result;
  const kinds = result.content.map(({ type }) => type).join(', ');
  return { ...result, structuredContent: { answer_in_content: kinds } };
}

/** A text, cut at the limit with a note that says how to ask for less. */
function cut(text: string, limit: number): CallToolResult {
  const size = wireSize(text);
  if (size <= limit) return textResult(text);
  let kept = text.slice(0, Math.floor((text.length * Math.max(0, limit - 1000)) / size));
  // Where the long characters stand at the beginning.
  while (wireSize(kept) > limit) kept = kept.slice(0, Math.floor(kept.length * 0.9));
  const note =
    `[Truncated: the answer has ${text.length} characters, the limit is ${limit} bytes. ` +
    'Ask for less: a smaller page or limit, a narrower filter, or fewer members.]';
  return {
    content: [
      { type: 'text', text: kept },
      { type: 'text', text: note },
    ],
  };
}

/** Images and sound as such, other bytes as a resource with their type. */
function binary(data: Buffer, mediaType: string, limit: number): CallToolResult {
  const mimeType = mediaType === '' ? 'application/octet-stream' : mediaType;
  if ((data.length * 4) / 3 > limit) {
    return errorResult(
      `The call succeeded, but its answer is too large to show: ${data.length} bytes of ${mimeType}, ` +
        `the limit is ${limit} bytes (MCP_MAX_RESPONSE_BYTES).`,
    );
  }
  const text = data.toString('base64');
  if (mimeType.startsWith('image/')) return { content: [{ type: 'image', data: text, mimeType }] };
  if (mimeType.startsWith('audio/')) return { content: [{ type: 'audio', data: text, mimeType }] };
  const resource = { uri: 'answer://body', blob: text, mimeType };
  return { content: [{ type: 'resource', resource }] };
}

const textResult = (text: string): CallToolResult => ({ content: [{ type: 'text', text }] });

/** A character takes at most 3 bytes as structured content and 6 in a text inside a JSON message. */
const isLong = (text: string, limit: number): boolean =>
  text.length * 9 > limit && Buffer.byteLength(text) + wireSize(text) > limit;

/** Bytes of a text inside a JSON message. */
const wireSize = (text: string): number => Buffer.byteLength(JSON.stringify(text));
