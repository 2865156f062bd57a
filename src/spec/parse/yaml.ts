import { Composer, type CST, Document, isMap, isScalar, Parser } from 'yaml';
import type { JsonValue } from '../../model/types.js';
import type { Report } from '../report.js';
import { isObject, ownObject } from '../json.js';
import { MAX_DEPTH } from '../limits.js';
import type { ParsedFile } from './file.js';
import { findTooDeep } from './yaml-depth.js';
import { yamlProblem } from './yaml-error.js';
import { joinQuoted } from './yaml-quotes.js';
import { placesIn, yamlFile } from './yaml-places.js';
import { YamlConverter, YamlProblem } from './yaml-values.js';

/**
 * Parses YAML 1.2 (core schema: `yes`, `no` and dates stay texts) with the merge key, which every other reader of such
 * documents knows. The first of several documents counts. Undefined when the report says why not.
 */
export function parseYaml(name: string, text: string, report: Report): ParsedFile | undefined {
  const at = placesIn(name, text);
  const fail = (code: string, message: string, offset: number): undefined => {
    report.error(code, message, at(offset));
  };
  const document = firstDocument(text, fail, (code, message, offset) => {
    report.warning(code, message, at(offset));
  });
  if (document === undefined) return undefined;
  const converter = new YamlConverter();
  try {
    const { value, spot } = converter.convert(document.contents);
    for (const note of converter.notes) report.warning(note.code, note.message, at(note.offset));
    keepVersionsAsWritten(document, value);
    return yamlFile(name, text, value, spot);
  } catch (problem) {
    if (problem instanceof YamlProblem) return fail(problem.code, problem.message, problem.offset);
    throw problem;
  }
}

type Fail = (code: string, message: string, offset: number) => undefined;

/** How often a text is mended and read again. */
const MENDS = 10;

/** The first document of a text, with quoted texts joined where their lines are indented too little. */
function firstDocument(text: string, fail: Fail, warn: Warn): Document | undefined {
  let mended = text;
  for (let left = MENDS; ; left--) {
    const read = compose(mended);
    if ('document' in read) {
      if (read.more !== undefined) {
        warn('spec.yaml-several', 'Only the first YAML document is read; the others are ignored', read.more);
      }
      return read.document;
    }
    const joined = left > 0 && read.quote ? joinQuoted(mended, read.offset) : undefined;
    if (joined === undefined) return fail(read.code, read.message, read.offset);
    const message =
      'A text in quotes goes on in a line that is not indented enough, which is invalid; it is read on';
    warn('spec.yaml-quoted-indent', message, read.offset);
    mended = joined;
  }
}

type Warn = (code: string, message: string, offset: number) => void;

type Composed =
  | { readonly document: Document; readonly more?: number }
  | { readonly code: string; readonly message: string; readonly offset: number; readonly quote: boolean };

function compose(text: string): Composed {
  const tokens: CST.Token[] = [];
  for (const token of new Parser().parse(text)) {
    tokens.push(token);
    const deep = token.type === 'document' ? findTooDeep(token.value) : undefined;
    if (deep === undefined) continue;
    const message = `The document is nested deeper than ${MAX_DEPTH} levels`;
    return { code: 'spec.too-deep', message, offset: deep, quote: false };
  }
  let first: Document | undefined;
  for (const document of new Composer(OPTIONS).compose(tokens, true, text.length)) {
    const error = document.errors[0];
    if (error !== undefined) {
      const message = yamlProblem(error.code, error.message);
      const quote = error.code === 'MISSING_CHAR' && error.message.includes('quote');
      return { code: 'spec.yaml-syntax', message, offset: error.pos[0], quote };
    }
    if (first !== undefined && document.contents !== null)
      return { document: first, more: document.range[0] };
    first ??= document;
  }
  return { document: first ?? new Document(null) };
}

// Keys are compared in the conversion, once, and not by the composer, which compares each with each.
const OPTIONS = {
  schema: 'core',
  merge: false,
  uniqueKeys: false,
  resolveKnownTags: false,
  prettyErrors: false,
  logLevel: 'silent',
} as const;

/** `version: 1.10` is the number 1.1 to YAML; who wrote it meant the text. */
function keepVersionsAsWritten(document: Document, value: JsonValue): void {
  if (!isObject(value) || !isMap(document.contents)) return;
  for (const key of ['openapi', 'swagger']) {
    const node = document.contents.get(key, true);
    if (isScalar(node) && typeof node.value === 'number' && node.source !== undefined)
      value[key] = node.source;
  }
  const info = ownObject(value, 'info');
  const node = document.getIn(['info', 'version'], true);
  if (info !== undefined && isScalar(node) && typeof node.value === 'number' && node.source !== undefined) {
    info['version'] = node.source;
  }
}
