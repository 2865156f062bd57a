import { clip, firstSentence, isBlank, joinText, openText, type Text } from '../../src/escape/text.js';
import type { Operation, ResponseModel, ServiceModel, SpecText } from '../../src/model/types.js';

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

/** The security that most operations want: the client's default. */
export function mostCommonSecurity(model: ServiceModel): string[][] {
  const counts = new Map<string, number>();
  for (const operation of model.operations) {
    const key = JSON.stringify(securityOf(operation));
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const [top] = [...counts].sort(([, a], [, b]) => b - a);
  return top === undefined ? [] : (JSON.parse(top[0]) as string[][]);
}

export const sameSecurity = (a: readonly (readonly string[])[], b: readonly (readonly string[])[]): boolean =>
  JSON.stringify(a) === JSON.stringify(b);

/** The whole path template: literal text as it goes on the wire, parameters in braces. */
export const templateOf = (operation: Operation): SpecText =>
  joinText(
    ...operation.segments.flatMap((part): Text[] => ('text' in part ? [part.text] : ['{', part.param, '}'])),
  );

/** The media types to ask for: `''` for no content, undefined for plain JSON. */
export function acceptOf(operation: Operation): SpecText | '' | undefined {
  const answer = answerOf(operation);
  if (answer === undefined || answer.kind === 'empty') return '';
  const media = answer.mediaType === undefined ? '' : openText(answer.mediaType);
  return ['application/json', '', '*/*'].includes(media) ? undefined : answer.mediaType;
}

/** `Find a pet: GET /pet/{petId}, answers with Pet.` */
export function requestDoc(operation: Operation, answer: string): SpecText {
  const summary = isBlank(operation.summary) ? operation.description : operation.summary;
  const request = joinText(requestLine(operation), ', ', answer, '.');
  if (isBlank(summary)) return request;
  const first = firstSentence(summary ?? '', 120).spec.replace(/[.:;,]+$/, '');
  return joinText({ spec: first }, ': ', request);
}
