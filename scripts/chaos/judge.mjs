// Was the answer of a call right, given what the API did to it?
import { isDeepStrictEqual } from 'node:util';
import { SECRET } from './faults.mjs';
import { TOKEN } from './upstream.mjs';

/** Numbers of calls look like this, in whatever text they occur. */
export const ID = /\bcall-\d+-\d+-[0-9a-f]{4}\b/g;
/** Sent again after a failure these do no harm (RFC 9110, 9.2.2). */
const IDEMPOTENT = ['GET', 'PUT'];
const MOST = 3;

/**
 * One word on a call, and for what is wrong a sentence. `outcome`: `{ message }` or `{ error }` of the client; `excused`: the server
 * was ended, or was not there, while the call ran.
 */
export function judge(id, outcome, record, excused) {
  const repeated = record.requests > (IDEMPOTENT.includes(record.method) ? MOST : 1);
  if (repeated) return wrong('repeated', `${record.method} was sent ${record.requests} times`);
  if (outcome.error !== undefined) return judgeSilence(outcome.error, record, excused);
  const text = JSON.stringify(outcome.message);
  const others = [...text.matchAll(ID)].filter(([found]) => found !== id);
  if (others.length > 0) return wrong('mixed', `holds ${others[0][0]}: ${text.slice(0, 200)}`);
  if (text.includes(SECRET) || text.includes(TOKEN)) return wrong('secret', text.slice(0, 200));
  const { result } = outcome.message;
  if (result === undefined || result.isError) {
    if (record.faults.length > 0) return { word: 'refused' };
    return excused ? { word: 'lost' } : wrong('failed', text.slice(0, 300));
  }
  const shown = result.content?.[0]?.text ?? '';
  if (record.bodies.some((body) => isSame(shown, String(body)))) return { word: 'good' };
  return wrong('wrong', `${shown.slice(0, 200)} (${record.faults})`);
}

const wrong = (word, why) => ({ word, why });

function judgeSilence({ code, message }, record, excused) {
  if (code === 'LEFT') return { word: 'left' };
  if (excused) return { word: 'lost' };
  return wrong(code === 'LATE' ? 'hung' : 'dropped', `${message} (${record.faults})`);
}

/** As texts, or as the same JSON value. */
function isSame(shown, body) {
  if (shown === body) return true;
  try {
    return isDeepStrictEqual(JSON.parse(shown), JSON.parse(body));
  } catch {
    return false;
  }
}
