import type { PyNode } from '../python/tree.js';
import type { Typing } from '../typing/module.js';

/** A class of a library whose objects the program asks, or a module whose functions it calls. */
export interface Owner {
  readonly kind: 'class' | 'module';
  /** `yfinance.Ticker`, `Bio.Entrez`. */
  readonly full: string;
  /** Its own name in `api_client.py`: `Ticker`, `EntrezClient`. */
  readonly name: string;
  readonly library: string;
  /** How `api_client.py` imports it and names it: `from Bio import Entrez`, `Entrez`. */
  readonly statement: string;
  readonly expression: string;
}

/** A place that asks something of an owner. */
export interface Use {
  readonly owner: Owner;
  readonly kind: 'call' | 'read' | 'write';
  /** `['shopping', 'flight_offers_search', 'get']`. */
  readonly path: readonly string[];
  readonly typing: Typing;
  /** What is asked: an object, or the first name of a module. */
  readonly object: PyNode;
  /** The last attribute of the path. */
  readonly end: PyNode;
  /** The call, where it is one. */
  readonly call?: PyNode;
  /** How many arguments of the call belong to the thread that it is made in: `asyncio.to_thread(client.search, q)` has one. */
  readonly thread?: number;
}

/** A place that makes an object. */
export interface Made {
  readonly owner: Owner;
  readonly typing: Typing;
  readonly call: PyNode;
}

/** A place that names a class and makes nothing of it. */
export interface Mention {
  readonly full: string;
  readonly typing: Typing;
  readonly node: PyNode;
  /** `type` says what something is; `other` may do anything with the class. */
  readonly role: 'type' | 'kind' | 'base' | 'other';
}

/** What one library is used for by a program. */
export interface Survey {
  readonly library: string;
  readonly uses: readonly Use[];
  readonly made: readonly Made[];
  readonly mentions: readonly Mention[];
}

/** `ChatCompletion` → `chat_completion`; what is small already stays. */
export const snake = (name: string): string => name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '_').toLowerCase();

/** The method of `api_client.py` that a path goes through. */
export const methodName = (path: readonly string[]): string =>
  path.map((name) => (/^[A-Z]/.test(name) ? snake(name) : name)).join('_');

/** Where the functions of a module are asked: `entrez_client`. */
export const instanceName = ({ full }: Owner): string => `${snake(full.split('.').at(-1) ?? full)}_client`;
