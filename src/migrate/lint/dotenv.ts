/** E402 below `load_dotenv()`: what is imported there may read what it sets, so it stays below, and the call becomes one that may stand above. */
import { qualified } from '../facts/imports.js';
import { childOf, type PyNode, walk } from '../python/tree.js';
import { type Typing, textOf } from '../typing/module.js';

/** Statements that neither set nor look at the environment. */
const STILL = /(^|\.)(getLogger|basicConfig|get_logger|TypeVar)$/;

/** The statement that calls `dotenv.load_dotenv`, with nothing in its arguments that is made by the module itself. */
export function isDotenv(node: PyNode, typing: Typing): boolean {
  const call = node.type === 'expression_statement' ? node.children[0] : undefined;
  const callee = call?.type === 'call' ? childOf(call, 'function') : undefined;
  const given = call && childOf(call, 'arguments');
  if (callee === undefined || given === undefined) return false;
  const own = [...walk(given)].filter((one) => {
    const parent = typing.parents.get(one);
    const isName = one.type === 'identifier' && one.field !== 'name' && parent?.type !== 'attribute';
    return isName && !typing.bound.has(textOf(one, typing)) && textOf(one, typing) !== '__file__';
  });
  return qualified(callee, typing.text, typing.bound) === 'dotenv.load_dotenv' && own.length === 0;
}

/** What a plain name is given; `os.environ["A"] = …` is more than that. */
export const assigned = (assignment: PyNode): PyNode | undefined =>
  childOf(assignment, 'left')?.type === 'identifier' ? childOf(assignment, 'right') : undefined;

/** Whether `load_dotenv()` may be called before this statement as well as after it. */
export function isStill(node: PyNode, typing: Typing): boolean {
  const inner = node.type === 'expression_statement' ? node.children[0] : undefined;
  const value = inner?.type === 'assignment' ? assigned(inner) : inner;
  if (value?.type === 'call') return STILL.test(textOf(childOf(value, 'function'), typing));
  return value !== undefined && ![...walk(value)].some(({ type }) => type === 'call' || type === 'subscript');
}

/** The call as a condition, for linters let imports stand below one, and the imports below it. */
export function dotenvFirst(node: PyNode, lines: readonly string[], typing: Typing): string {
  const logging = typing.bound.get('logging') === 'logging' ? '' : '\nimport logging';
  const call = `if not ${textOf(node, typing)}:\n    logging.getLogger(__name__).debug("There is no .env file.")`;
  return `${logging}\n\n${call}\n\n${lines.join('\n')}\n`;
}
