import { expect, it } from 'vitest';
import { referencesTo } from '../../../src/migrate/client/scopes.js';
import { walk } from '../../../src/migrate/python/tree.js';
import { isFunction, typingOf } from '../../../src/migrate/typing/module.js';

/** Functions of which each calls the one before it. */
const chain = (length: number): string =>
  Array.from({ length }, (_, at) => `def f${at}(a):\n    return f${at - 1}(a)\n`).join('');

it('the uses of every function of a large program are found without reading it again for each', async () => {
  const typing = await typingOf('server.py', chain(3_000));
  const functions = [...walk(typing.root)].filter(isFunction);
  const started = process.cpuUsage();
  const found = functions.map((one) => referencesTo(one, typing, { modules: [typing] }).length);
  // A minute when each of them walked the tree.
  expect(process.cpuUsage(started).user).toBeLessThan(2_000_000);
  expect([found.length, ...new Set(found)]).toEqual([3_000, 1, 0]);
});
