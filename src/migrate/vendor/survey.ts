import { importsOf, qualified } from '../facts/imports.js';
import { Kept } from '../client/work.js';
import { taken } from '../client/scopes.js';
import { childOf, walk } from '../python/tree.js';
import type { Typing } from '../typing/module.js';
import { type Followed, follow } from './follow.js';
import { libraryOf } from './libraries.js';
import { boundBy, surveyNames } from './names.js';
import { looksFurther } from './results.js';
import type { Owner, Survey, Use } from './types.js';

/** Libraries of services that a program imports. */
export function librariesOf(modules: readonly Typing[], own: string): string[] {
  const found = new Set<string>();
  for (const { root, text, bound } of modules) {
    for (const node of walk(root)) {
      const callee = node.type === 'call' ? childOf(node, 'function') : undefined;
      const library = callee && libraryOf(qualified(callee, text, bound) ?? '', own);
      if (library !== undefined && library !== '') found.add(library);
    }
    for (const { level, kind, module, names } of importsOf(root, text)) {
      if (level > 0) continue;
      for (const { name } of names) {
        const library = libraryOf(kind === 'from' ? `${module}.${name}` : name, own);
        if (library !== undefined) found.add(library);
      }
    }
  }
  return [...found].sort();
}

/** Everything that a program asks of a library. Throws `Kept` at the first place that is not understood. */
export function surveyLibrary(library: string, modules: readonly Typing[]): Survey {
  notHandedOn(library, modules);
  const named = surveyNames(library, modules);
  const uses: Use[] = [...named.uses];
  const made: Survey['made'][number][] = [];
  const mentions: Survey['mentions'][number][] = [...named.mentions];
  const lost: Followed['lost'][number][] = [];
  const owners = new Map(named.made.map(({ owner }) => [owner.full, owner]));
  for (const owner of owners.values()) {
    const own = named.made.filter((one) => one.owner.full === owner.full);
    const types = named.mentions.filter(({ full, role }) => full === owner.full && role === 'type');
    const followed = follow(owner, own, types, modules);
    if (isAsked(followed)) {
      onlyMade(owner, named);
      uses.push(...followed.uses);
      made.push(...own);
      continue;
    }
    lost.push(...followed.lost);
    // A value of the library, such as a query: it stays what it is, and comes by way of the client.
    for (const { call, typing } of own) {
      const node = call.children[0];
      if (node !== undefined) mentions.push({ full: owner.full, typing, node, role: 'other' });
    }
  }
  const [first] = uses.length === 0 ? lost : [];
  if (first !== undefined) throw new Kept(first.why, first.typing, first.node);
  for (const use of uses) {
    const further = looksFurther(use);
    if (further !== undefined) throw new Kept('what it answers with is asked for more', use.typing, further);
  }
  return { library, uses, made, mentions };
}

/** Whether objects of a class are asked for something. Throws `Kept` where one that is asked is lost from sight. */
function isAsked({ uses, lost }: Followed): boolean {
  const [first] = lost;
  const called = uses.some(({ kind }) => kind === 'call');
  if (first === undefined) return uses.length > 0;
  if (called) throw new Kept(first.why, first.typing, first.node);
  return false;
}

/** A class that is used for anything but making and naming objects cannot be replaced. */
function onlyMade({ full }: Owner, { mentions }: Survey): void {
  const other = mentions.find((one) => one.full === full && /^(base|other)$/.test(one.role));
  if (other !== undefined) throw new Kept(`${full} is passed on`, other.typing, other.node);
}

/** A module that takes names of the library from another module of the program. */
function notHandedOn(library: string, modules: readonly Typing[]): void {
  for (const home of modules) {
    for (const { local } of boundBy(library, home)) {
      for (const other of modules) {
        const [place] = other === home ? [] : taken(local, home, other);
        if (place !== undefined) throw new Kept(`${local} is taken from another module`, other, place.node);
      }
    }
  }
}
