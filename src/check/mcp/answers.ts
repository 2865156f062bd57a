import type { JsonValue, Operation, ResponseModel } from '../../model/types.js';
import { minimalValue, type TypesById } from './minimal.js';

/** What the mock upstream says to a request for one operation. */
export interface Answer {
  readonly status: number;
  readonly contentType?: string;
  readonly body: Buffer;
  /** The same as JSON, where it is that. */
  readonly json?: JsonValue;
}

/** Not text in any encoding, so that a server which reads it as text shows. */
const BYTES = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0xff, 0x00]);

/** The operation's first declared success, with its sample or else a minimal value; an empty 204 where none is declared. */
export function answerOf(operation: Operation, types: TypesById): Answer {
  const response =
    operation.responses.find(({ status }) => status.startsWith('2')) ??
    operation.responses.find(({ status }) => status === 'default');
  if (response === undefined) return { status: 204, body: Buffer.alloc(0) };
  const status = /^2\d\d$/.test(response.status) ? Number(response.status) : 200;
  // Neither answers to HEAD nor those of status 204 and 205 have a body (RFC 9110, sections 9.3.2, 15.3.5 and 15.3.6).
  if (operation.method === 'HEAD' || status === 204 || status === 205)
    return { status, body: Buffer.alloc(0) };
  return { status, ...content(response, types) };
}

function content(response: ResponseModel, types: TypesById): Omit<Answer, 'status'> {
  const said = response.mediaType?.spec;
  const concrete = said === undefined || said.includes('*') ? undefined : said;
  switch (response.kind) {
    case 'empty':
      return { body: Buffer.alloc(0) };
    case 'binary':
      return { contentType: concrete ?? 'application/octet-stream', body: BYTES };
    case 'text': {
      const text = typeof response.sample === 'string' ? response.sample : 'text';
      return { contentType: concrete ?? 'text/plain', body: Buffer.from(text) };
    }
    case 'json': {
      const json = response.sample ?? minimalValue(response.type ?? { kind: 'any' }, types);
      return { contentType: concrete ?? 'application/json', body: Buffer.from(JSON.stringify(json)), json };
    }
  }
}
