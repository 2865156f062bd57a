/** JSON-RPC messages as they come in, from stdin or in the body of a request. */
import { isRecord } from './text.js';

/** What a line or a body is: a message, or the error that answers it. */
export type Read = { readonly message: Record<string, unknown> } | { readonly error: Refused };

/** An answer to something that is no message. */
export interface Refused {
  readonly jsonrpc: '2.0';
  readonly id: null;
  readonly error: { readonly code: number; readonly message: string };
}

/** No API wants arguments this deep, and code that looks at all of a value runs out of stack far below 100,000. */
const MOST_LEVELS = 200;

const refused = (code: number, message: string): { readonly error: Refused } => ({
  error: { jsonrpc: '2.0', id: null, error: { code, message } },
});

/** Reads one message (JSON-RPC 2.0; MCP has no batches since 2025-06-18). */
export function readMessage(text: string): Read {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return refused(-32_700, 'Parse error: not JSON');
  }
  if (!isMessage(value)) return refused(-32_600, 'Invalid request: not a JSON-RPC message');
  return isDeeper(value, MOST_LEVELS)
    ? refused(-32_600, 'Invalid request: nested too deeply')
    : { message: value };
}

/** A request, a notification or an answer (JSON-RPC 2.0, sections 4 and 5). */
function isMessage(value: unknown): value is Record<string, unknown> {
  if (!isRecord(value) || value['jsonrpc'] !== '2.0') return false;
  const { id, method, params } = value;
  const hasId = typeof id === 'string' || typeof id === 'number';
  if (method === undefined) return hasId && ('result' in value || 'error' in value);
  return (
    typeof method === 'string' &&
    (id === undefined || hasId) &&
    (params === undefined || isRecord(params))
  );
}

const isDeeper = (value: unknown, levels: number): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1)));
