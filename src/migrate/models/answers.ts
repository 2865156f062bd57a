/** What a library answers with, by way of the methods of `api_client.py`. */
import { childOf, type PyNode } from '../python/tree.js';
import { functionsIn } from '../typing/exposed.js';
import { isAsync, type Typing, textOf } from '../typing/module.js';

/** Async methods of `api_client.py` that give back `Any`, but for names that another function of the program has, too. */
export function answersOf(modules: readonly Typing[], name: string): ReadonlySet<string> {
  const found = new Set<string>();
  const nameOf = (one: PyNode, typing: Typing): string => textOf(childOf(one, 'name'), typing);
  for (const typing of modules) {
    if (typing.path !== `src/${name}/api_client.py`) continue;
    for (const one of functionsIn(typing)) {
      if (isAsync(one) && textOf(childOf(one, 'return_type'), typing) === 'Any')
        found.add(nameOf(one, typing));
    }
  }
  for (const typing of modules) {
    if (typing.path === `src/${name}/api_client.py`) continue;
    for (const one of functionsIn(typing)) found.delete(nameOf(one, typing));
  }
  return found;
}

/** `client.fetch(…)` of such a method. */
export function isAsked(call: PyNode | undefined, typing: Typing): boolean {
  const callee = call?.type === 'call' ? childOf(call, 'function') : undefined;
  if (callee?.type !== 'attribute') return false;
  return typing.answers?.has(textOf(childOf(callee, 'attribute'), typing)) ?? false;
}
