/** HTTP calls of a program go through its own `api_client.py`: where all of them can, and what they do stays. */
import { applyEdits } from '../python/edits.js';
import type { PyNode } from '../python/tree.js';
import { type Typing, typingOf } from '../typing/module.js';
import { awaitCall } from './awaits.js';
import { LIBRARIES, type Library } from './libraries.js';
import { renameUses } from './names.js';
import { awaitSessions } from './sessions.js';
import { type AdaptedTests, adaptTests } from './tests.js';
import { Kept, type Work } from './work.js';

/** What became of a program's HTTP calls. */
export interface Extraction {
  /** Path → text of the program's modules. */
  readonly files: ReadonlyMap<string, string>;
  /** The library that `api_client.py` stands for now. */
  readonly library?: Library['name'];
  /** Functions that were made async. */
  readonly awaited: readonly string[];
  /** The source's own tests, where something moved. */
  readonly tests?: AdaptedTests;
  /** Libraries that stay, with the reason: `httpx: src/…/server.py:12 …`. */
  readonly kept: readonly string[];
}

const HTTP = /^\s*(?:import|from)\s+(httpx|requests|aiohttp|urllib\.request|urllib3|http\.client)\b/gm;

type Moved = Required<Pick<Extraction, 'library'>> & Extraction;

/** Moves a program's HTTP calls, those of one library. `tests` are its own tests, path → text, which follow where they can. */
export async function extractClient(
  files: ReadonlyMap<string, string>,
  name: string,
  tests: ReadonlyMap<string, string>,
): Promise<Extraction> {
  const texts = [...files.values()];
  const used = new Set(texts.flatMap((text) => [...text.matchAll(HTTP)].map(([, one]) => one ?? '')));
  const reasons = new Map([...used].map((one) => [one, 'it is used as it is']));
  const known = LIBRARIES.filter((library) => used.has(library.name));
  const taken = ['api_client', 'api_answers'].some((one) => files.has(`src/${name}/${one}.py`));
  const modules = await Promise.all([...files].map(([path, text]) => typingOf(path, text)));
  const listed = (): string[] => [...reasons].sort().map(([one, why]) => `${one}: ${why}`);
  for (const library of known) {
    const work: Work = {
      library,
      modules,
      package: name,
      edits: new Map(),
      awaited: new Map(),
      calls: new Set(),
      decorators: new Set(),
      takers: new Map(),
    };
    const moved = taken ? 'there is an api_client.py already' : moveAll(files, work);
    if (typeof moved !== 'string') {
      reasons.delete(library.name);
      return { ...moved, tests: await adaptTests(tests, work), kept: listed() };
    }
    reasons.set(library.name, moved);
  }
  return { files, awaited: [], kept: listed() };
}

/** The reason why not, where not all of them can. */
function moveAll(files: ReadonlyMap<string, string>, work: Work): string | Omit<Moved, 'kept'> {
  try {
    move(work);
  } catch (error) {
    if (!(error instanceof Kept)) throw error;
    return `${error.typing.path}:${error.node.line} ${error.why}`;
  }
  const moved = new Map(files);
  for (const [{ path, text }, edits] of work.edits) moved.set(path, applyEdits(text, edits));
  return { files: moved, library: work.library.name, awaited: [...new Set(work.awaited.values())] };
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
