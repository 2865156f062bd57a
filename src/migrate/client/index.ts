/** HTTP calls of a program go through its own `api_client.py`: where all of them can, and what they do stays. */
import { applyEdits } from '../python/edits.js';
import type { PyNode } from '../python/tree.js';
import { type Typing, typingOf } from '../typing/module.js';
import { awaitCall } from './awaits.js';
import { CLIENT_MODULES, clientModule, LIBRARIES, type Library } from './libraries.js';
import { renameUses } from './names.js';
import { awaitSessions } from './sessions.js';
import { type AdaptedTests, adaptTests } from './tests.js';
import { attempt, movingIn, type Work } from './work.js';

/** What became of a program's HTTP calls. */
export interface Extraction {
  /** Path → text of the program's modules. */
  readonly files: ReadonlyMap<string, string>;
  /** The libraries that modules of the program stand for now: `api_client.py` for the first, `api_{library}.py` for others. */
  readonly libraries: readonly Library['name'][];
  /** Libraries of services, where their calls moved: there is no HTTP library then. */
  readonly vendor?: VendorCalls;
  /** Functions that were made async. */
  readonly awaited: readonly string[];
  /** The source's own tests, where something moved. */
  readonly tests?: AdaptedTests;
  /** Libraries that stay, with the reason: `httpx: src/…/server.py:12 …`. */
  readonly kept: readonly string[];
}

/** What moved of libraries that speak for one service. */
export interface VendorCalls {
  readonly libraries: readonly string[];
  /** What is asked in place, for something that cannot wait asks it: `KagiClient.search`. */
  readonly inPlace: readonly string[];
  /** Modules of the runtime that `api_client.py` needs. */
  readonly runtime: readonly string[];
}

const HTTP = /^\s*(?:import|from)\s+(httpx|requests|aiohttp|urllib\.request|urllib3|http\.client)\b/gm;

/** Moves a program's HTTP calls, library by library. `tests` are its own tests, path → text, which follow where they can. */
export async function extractClient(
  files: ReadonlyMap<string, string>,
  name: string,
  tests: ReadonlyMap<string, string>,
): Promise<Extraction> {
  const texts = [...files.values()];
  const used = new Set(texts.flatMap((text) => [...text.matchAll(HTTP)].map(([, one]) => one ?? '')));
  // Most programs that name it only look at what a library answers with.
  if (!texts.some((text) => /\bHTTPS?Connection\b/.test(text))) used.delete('http.client');
  const reasons = new Map([...used].map((one) => [one, 'it is used as it is']));
  const taken = CLIENT_MODULES.some((one) => files.has(`src/${name}/${one}.py`));
  let done: Extraction = { files, libraries: [], awaited: [], kept: [] };
  for (const library of LIBRARIES.filter((one) => used.has(one.name))) {
    const moved = taken ? 'there is an api_client.py already' : await moveOne(library, done, name, tests);
    if (typeof moved === 'string') reasons.set(library.name, moved);
    else {
      reasons.delete(library.name);
      done = moved;
    }
  }
  return { ...done, kept: [...reasons].sort().map(([one, why]) => `${one}: ${why}`) };
}

/** Moves what stands for one library, after others; the reason why not, where not all of it can. */
async function moveOne(
  library: Library,
  before: Extraction,
  name: string,
  tests: ReadonlyMap<string, string>,
): Promise<string | Extraction> {
  const modules = await Promise.all([...before.files].map(([path, text]) => typingOf(path, text)));
  const client = clientModule(library.name, before.libraries[0] ?? library.name);
  const work: Work = { ...movingIn(modules, name), library, client };
  const why = attempt(() => move(work));
  if (typeof why === 'string') return why;
  const files = new Map(before.files);
  for (const [{ path, text }, edits] of work.edits) files.set(path, applyEdits(text, edits));
  const adapted = await adaptTests(before.tests?.files ?? tests, work);
  return {
    files,
    libraries: [...before.libraries, library.name],
    awaited: [...new Set([...before.awaited, ...work.awaited.values()])],
    tests: { files: adapted.files, left: new Map([...(before.tests?.left ?? []), ...adapted.left]) },
    kept: [],
  };
}

/** Throws `Kept` at the first place that cannot be moved. */
function move(work: Work): void {
  const calls: [PyNode, Typing][] = [];
  for (const typing of work.modules) {
    for (const call of renameUses(typing, work)) calls.push([call, typing]);
  }
  for (const [call, typing] of calls) awaitCall(call, typing, work);
  for (const typing of work.modules) awaitSessions(typing, work);
}
