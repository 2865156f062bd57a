import { clip, joinText } from '../../src/escape/text.js';
import type { Operation, ResponseModel, SpecText } from '../../src/model/types.js';

/** The success answer that callers can count on: the first 2xx with content, else the first 2xx, else the default. */
export function answerOf(operation: Operation): ResponseModel | undefined {
  const good = operation.responses.filter(({ status }) => /^2/.test(status));
  const others = operation.responses.filter(({ status }) => status === 'default');
  return good.find(({ kind }) => kind !== 'empty') ?? good[0] ?? others[0];
}

/** `GET /pet/{petId}` */
export const requestLine = (operation: Operation): SpecText =>
  joinText(operation.method, ' ', clip(operation.path, 200));

/** Security requirements as scheme ids. */
export const securityOf = (operation: Operation): string[][] =>
  operation.security.map((alternative) => alternative.map(({ scheme }) => scheme));
