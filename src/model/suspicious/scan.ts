import type { Context } from '../context.js';
import { pointerKey } from '../json.js';
import type { JsonObject, JsonValue } from '../types.js';
import { findIn } from './find.js';

/** An object or a list on the way, for the pointer of a finding. */
interface Place {
  readonly value: JsonObject | readonly JsonValue[];
  readonly up: Place | undefined;
  readonly key: string;
}

/** Findings beyond this are counted only. */
const MAX_FINDINGS = 40;
/** Whole answers as examples: no model sees them, and they are most of the bytes of large documents. */
const EXAMPLES: ReadonlySet<string> = new Set(['example', 'examples']);

/** Reports every text of the document that speaks to a model or that hides something: keys and values alike. */
export function scanTexts(context: Context, strict: boolean): void {
  const severity = strict ? 'error' : 'warning';
  const seen = new Set<string>();
  let found = 0;
  const look = (text: string, place: Place, key: string): void => {
    if (text.length < 4 || seen.has(text)) return;
    seen.add(text);
    const finding = findIn(text);
    if (finding === undefined || ++found > MAX_FINDINGS) return;
    const name = finding.kind === 'invisible' ? 'text' : 'suspicious text';
    context.report(
      `text.${finding.kind}`,
      severity,
      `${name} ${finding.says}: ${finding.excerpt}`,
      pointerOf(place, key),
    );
  };
  walk(context.root, look);
  if (found > MAX_FINDINGS) {
    context.report(
      'text.suspicious',
      severity,
      `${found - MAX_FINDINGS} more suspicious or invisible texts are not listed`,
    );
  }
}

/** A stack of its own: documents can be deep. */
function walk(root: JsonObject, look: (text: string, place: Place, key: string) => void): void {
  const stack: Place[] = [{ value: root, up: undefined, key: '' }];
  for (let place = stack.pop(); place !== undefined; place = stack.pop()) {
    const { value } = place;
    const isList = Array.isArray(value);
    const inner: Place[] = [];
    for (const [key, member] of Object.entries(value)) {
      if (!isList && key.length > 12) look(key, place, key);
      if (typeof member === 'string') {
        if (key !== '$ref') look(member, place, key);
      } else if (typeof member === 'object' && member !== null && !(EXAMPLES.has(key) && isAnswer(member))) {
        inner.push({ value: member, up: place, key });
      }
    }
    for (let next = inner.pop(); next !== undefined; next = inner.pop()) stack.push(next);
  }
}

/** An example that is an object or holds objects. */
const isAnswer = (value: JsonValue): boolean =>
  !(Array.isArray(value) && value.every((item) => typeof item !== 'object'));

function pointerOf(place: Place, key: string): string {
  const keys: string[] = [key];
  for (let at: Place | undefined = place; at?.up !== undefined; at = at.up) keys.unshift(at.key);
  return keys.map((part) => `/${pointerKey(part)}`).join('');
}
