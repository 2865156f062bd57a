import type { CST } from 'yaml';
import { MAX_DEPTH } from '../limits.js';

/**
 * The offset of the first value that is nested too deep, in a token tree. The parser makes that tree with a stack of
 * its own; what comes after it calls itself, so the depth has to be known first.
 */
export function findTooDeep(root: CST.Token | undefined): number | undefined {
  const open: { token: CST.Token; depth: number }[] = root === undefined ? [] : [{ token: root, depth: 0 }];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const { token, depth } = at;
    if (depth > MAX_DEPTH) return token.offset;
    if (!('items' in token)) continue;
    for (const item of token.items) {
      if (item.key) open.push({ token: item.key, depth: depth + 1 });
      if (item.value) open.push({ token: item.value, depth: depth + 1 });
    }
  }
  return undefined;
}
