/** `@lru_cache` keeps what a function gives back, which would be a coroutine: `alru_cache` keeps what comes of it. */
import { importsOf, qualified } from '../facts/imports.js';
import { childOf, type PyNode } from '../python/tree.js';
import { type Typing, textOf } from '../typing/module.js';
import { addEdit, type Moving } from './work.js';

/** What a program needs that has one: the same names, keywords and defaults, for functions that are awaited. */
export const ASYNC_CACHE = { module: 'async_lru', requirement: 'async-lru>=2.4,<3' };
const NAME = 'alru_cache';
/** Methods of both caches that are not awaited. */
const ASKS_CACHE = /^cache_(clear|info|parameters)$/;

/** Puts a cache for async functions in the place of a decorator that is one of functools. False for any other decorator. */
export function cachesAsync(expression: PyNode, typing: Typing, work: Moving): boolean {
  const callee = expression.type === 'call' ? childOf(expression, 'function') : expression;
  const full = callee && qualified(callee, typing.text, typing.bound);
  const first = importsOf(typing.root, typing.text).find(
    ({ node }) => typing.parents.get(node) === typing.root,
  );
  if (callee === undefined || first === undefined || !/^functools\.(lru_cache|cache)$/.test(full ?? ''))
    return false;
  const text = full === 'functools.cache' ? `${NAME}(maxsize=None)` : NAME;
  addEdit(typing, { start: callee.start, end: callee.end, text }, work);
  const line = `from ${ASYNC_CACHE.module} import ${NAME}\n`;
  const at = { start: first.node.start, end: first.node.start, text: line };
  const isThere = (work.edits.get(typing) ?? []).some((one) => one.start === at.start && one.text === line);
  if (!isThere && typing.bound.get(NAME) === undefined) addEdit(typing, at, work);
  return true;
}

/** `fetch.cache_clear()`: a place that names a cached function and does not call it. */
export function asksCache(node: PyNode, typing: Typing): boolean {
  const parent = typing.parents.get(node);
  const isObject = parent?.type === 'attribute' && node.field === 'object';
  return isObject && ASKS_CACHE.test(textOf(childOf(parent, 'attribute'), typing));
}
