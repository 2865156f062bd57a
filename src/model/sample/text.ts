import { FORMAT_SAMPLES, fitsFormat } from '../schema/formats.js';
import { matcher } from '../schema/pattern.js';
import { fromPattern } from './from-pattern.js';
import type { View } from './view.js';

/** Texts that real patterns ask for, where the pattern itself could not be read. */
const COMMON = [
  'a',
  '1',
  'A',
  '12',
  '123',
  '1234',
  '12345678',
  '1.0.0',
  '2024-01-02',
  '2024-01',
  '2024-01-02T03:04:05+00:00',
  '2024-01-02T03:04:05.000Z',
  '2024-01-02T03:04:05.000+00:00',
  '2024-01-02T03:04:05',
  '2024-01-02 03:04:05',
  '12:00',
  'en',
  'en-US',
  'US',
  'USD',
  'user@example.com',
  'https://example.com',
  '/a',
  'a/b',
  '+15555550100',
  '#aabbcc',
  '10.0.0.0/8',
  'deadbeef',
  ...Object.values(FORMAT_SAMPLES),
];
const NUMERIC = /^(u?int\d*|integer|long|float|double|decimal|number)$/;
const LONGEST = 100_000;

/** A text that fits what the view says of texts. `index` makes the items of a list differ. */
export function sampleText(view: View, index: number): string | undefined {
  const min = view.limits.get('minLength') ?? 0;
  const max = view.limits.get('maxLength') ?? Number.POSITIVE_INFINITY;
  if (min > LONGEST || min > max) return undefined;
  const tests = view.patterns.map(matcher);
  const fits = (text: string, made: boolean): boolean =>
    [...text].length >= min &&
    [...text].length <= max &&
    (view.format === undefined || fitsFormat(view.format, text)) &&
    tests.every((test) => test.test(text) ?? made);
  // A text made from a heavy pattern is believed: it cannot be tried in bounded time.
  for (const { text, made } of candidates(view, index, min, max)) if (fits(text, made)) return text;
  return undefined;
}

interface Candidate {
  readonly text: string;
  /** Made from the only pattern there is. */
  readonly made: boolean;
}

function* candidates(view: View, index: number, min: number, max: number): Generator<Candidate> {
  for (const text of plainTexts(view, index, min, max)) yield { text, made: false };
  for (const pattern of view.patterns) {
    for (const repeat of [1, 3, Math.min(min, 64), 8]) {
      const text = fromPattern(pattern, repeat);
      if (text !== undefined) yield { text, made: view.patterns.length === 1 };
    }
  }
  for (const text of COMMON) yield { text, made: false };
}

function* plainTexts(view: View, index: number, min: number, max: number): Generator<string> {
  for (const offer of index === 0 ? view.offers : []) if (typeof offer === 'string') yield offer;
  if (view.encoded) yield FORMAT_SAMPLES['byte'] ?? '';
  const { format } = view;
  if (format !== undefined && Object.hasOwn(FORMAT_SAMPLES, format)) yield FORMAT_SAMPLES[format] ?? '';
  if (format !== undefined && NUMERIC.test(format)) yield '1';
  const plain = index === 0 ? 'sample' : `sample${index + 1}`;
  yield plain.slice(0, max).padEnd(Math.min(min, LONGEST), 'x');
}
