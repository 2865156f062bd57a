import type { Shape } from './shapes.js';

/** Names that say nothing of what they hold. */
const GENERIC =
  /^(data|result|results|response|resp|res|json_data|payload|body|item|items|entry|entries|row|rows|d|r|obj|info|content|output|params|kwargs|value|ret|args|arguments|record|records|x|out|tmp|context|error|err|e|i|obj|msg|message|val|doc|element|el|part|thing)$/;

const words = (text: string): string[] =>
  text.split(/[^A-Za-z0-9]+|(?<=[a-z0-9])(?=[A-Z])/).filter((one) => one !== '');
const camel = (text: string): string =>
  words(text)
    .map((one) => `${one.slice(0, 1).toUpperCase()}${one.slice(1)}`)
    .join('');

/** `quotes` → `quote`. */
const singular = (text: string): string => (/[^s]s$/.test(text) ? text.slice(0, -1) : text);

/** Class names for a shape, the best first: `Quote`, `FormatQuote`, `FormatQuote2`, … */
export function* namesFor({ variable, owner, many }: Shape): Generator<string> {
  const own = camel(many ? singular(variable) : variable);
  const of = camel(owner.replace(/^_*(handle_)?/, ''));
  if (!GENERIC.test(variable) && own.length > 2) yield valid(own);
  const longer = `${of}${own}`;
  yield valid(longer);
  for (let n = 2; ; n++) yield valid(`${longer}${n}`);
}

const valid = (name: string): string => (/^[A-Za-z]/.test(name) ? name : `Shape${name}`);
