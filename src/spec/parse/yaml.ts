import { Composer, isMap, isScalar, type Document, Parser, type CST } from 'yaml';
import type { JsonValue } from '../../model/types.js';
import type { Report } from '../report.js';
import { isObject, ownObject } from '../json.js';
import { MAX_DEPTH } from '../limits.js';
import type { ParsedFile } from './file.js';
import { lineIndex } from './lines.js';
import { findTooDeep } from './yaml-depth.js';
import { yamlProblem } from './yaml-error.js';
import { type Spot, YamlConverter, YamlProblem } from './yaml-values.js';
import { toPointer } from '../pointer.js';

/**
 * Parses YAML 1.2 (core schema: `yes`, `no` and dates stay texts) with the merge key, which every other reader of such
 * documents knows. The first of several documents counts. Undefined when the report says why not.
 */
export function parseYaml(name: string, text: string, report: Report): ParsedFile | undefined {
  const lineAt = lineIndex(text);
  const at = (offset: number) => ({ file: name, ...lineAt(Math.min(offset, text.length)) });
  const fail = (code: string, message: string, offset: number): undefined => {
    report.error(code, message, at(offset));
  };
  const document = firstDocument(text, fail, (offset) =>
    report.warning(
      'spec.yaml-several',
      'Only the first YAML document is read; the others are ignored',
      at(offset),
    ),
  );
  if (document === undefined) return undefined;
  const converter = new YamlConverter();
  try {
    const { value, spot } = converter.convert(document.contents);
    for (const note of converter.notes) report.repair(note.code, note.message, at(note.offset));
    keepVersionsAsWritten(document, value);
    return {
      name,
      text,
      format: 'yaml',
      value,
      place: (segments) => ({ ...at(offsetIn(spot, segments)), pointer: toPointer(segments) }),
    };
  } catch (problem) {
    if (problem instanceof YamlProblem) return fail(problem.code, problem.message, problem.offset);
    throw problem;
  }
}

type Fail = (code: string, message: string, offset: number) => undefined;

function firstDocument(text: string, fail: Fail, onMore: (offset: number) => void): Document | undefined {
  const tokens: CST.Token[] = [];
  for (const token of new Parser().parse(text)) {
    tokens.push(token);
    if (token.type !== 'document') continue;
    const deep = findTooDeep(token.value);
    if (deep !== undefined) {
      return fail('spec.too-deep', `The document is nested deeper than ${MAX_DEPTH} levels`, deep);
    }
  }
  // Keys are compared here, once, and not by the composer, which compares each with each.
  const composer = new Composer({
    schema: 'core',
    merge: false,
    uniqueKeys: false,
    resolveKnownTags: false,
    prettyErrors: false,
    logLevel: 'silent',
  });
  let first: Document.Parsed | undefined;
  for (const document of composer.compose(tokens, true, text.length)) {
    const error = document.errors[0];
    if (error !== undefined)
      return fail('spec.yaml-syntax', yamlProblem(error.code, error.message), error.pos[0]);
    if (first !== undefined && document.contents !== null) {
      onMore(document.range[0]);
      break;
    }
    first ??= document;
  }
  return first;
}

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

function offsetIn(root: Spot, segments: readonly string[]): number {
  let spot = root;
  for (const segment of segments) {
    const next = spot.members?.get(segment);
    if (next === undefined) break;
    spot = next;
  }
  return spot.offset;
}
