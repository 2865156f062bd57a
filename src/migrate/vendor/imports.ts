import { addEdit, Kept, type Moving } from '../client/work.js';
import { type Typing, textOf } from '../typing/module.js';
import { type Bound, boundBy } from './names.js';
import { instanceName, type Survey } from './types.js';

const CLIENT = 'api_client';

/**
 * The imports of a module take from `api_client.py` what they took from the libraries. Names that come by way of it as they are go to
 * `passed`: name → full name.
 */
export function moveImports(
  typing: Typing,
  surveys: readonly Survey[],
  passed: Map<string, string>,
  work: Moving,
): void {
  for (const survey of surveys) {
    const bound = boundBy(survey.library, typing);
    const needed = neededNames(typing, survey, bound, passed, work);
    const [first] = bound;
    if (first === undefined) continue;
    for (const statement of new Set(bound.map((one) => one.statement))) {
      const own = bound.filter((one) => one.statement === statement);
      const rest = restOf(own, needed.used, typing);
      const lines = [...(statement === first.statement ? needed.lines : []), ...rest];
      const { start, end } = statement.node;
      const line = typing.text.slice(typing.text.lastIndexOf('\n', start) + 1).split('\n', 1)[0] ?? '';
      if (line.includes(';')) throw new Kept('it is imported beside something else', typing, statement.node);
      addEdit(typing, { start, end, text: lines.join('\n') }, work);
    }
  }
}

interface Needed {
  readonly lines: readonly string[];
  /** Local names that are looked up somewhere. */
  readonly used: ReadonlySet<string>;
}

function neededNames(
  typing: Typing,
  { uses, made, mentions }: Survey,
  bound: readonly Bound[],
  passed: Map<string, string>,
  work: Moving,
): Needed {
  const lines = new Set<string>();
  const used = new Set<string>();
  const owners = new Set(made.map(({ owner }) => owner.full));
  const named = [
    ...mentions.filter((one) => one.typing === typing),
    ...made
      .filter((one) => one.typing === typing)
      .flatMap(({ owner, call }) => (call.children[0] ? [{ full: owner.full, node: call.children[0] }] : [])),
  ];
  for (const { full, node } of named) {
    const name = full.split('.').at(-1) ?? full;
    const text = textOf(node, typing);
    used.add(text.split('.')[0] ?? text);
    if (!owners.has(full)) {
      if ((passed.get(name) ?? full) !== full) throw new Kept(`two things named ${name}`, typing, node);
      passed.set(name, full);
    }
    if (node.type === 'identifier') {
      lines.add(`from ${work.package}.${CLIENT} import ${name}${text === name ? '' : ` as ${text}`}`);
      continue;
    }
    lines.add(`from ${work.package} import ${CLIENT}`);
    addEdit(typing, { start: node.start, end: node.end, text: `${CLIENT}.${name}` }, work);
  }
  for (const { owner, object, typing: there } of uses) {
    if (there !== typing || owner.kind !== 'module') continue;
    used.add(textOf(object, typing));
    lines.add(`from ${work.package}.${CLIENT} import ${instanceName(owner)}`);
  }
  return { lines: bound.length === 0 ? [] : [...lines], used };
}

/** What stays of a statement: names of other libraries, and those that nothing looks up. */
function restOf(own: readonly Bound[], used: ReadonlySet<string>, typing: Typing): string[] {
  const [first] = own;
  if (first === undefined) return [];
  const { kind, module, names, node } = first.statement;
  const moved = new Set(own.filter(({ local }) => used.has(local)).map(({ local }) => local));
  if (moved.size === 0) return [typing.text.slice(node.start, node.end)];
  if (kind === 'import') return [];
  const rest = names.filter(({ name, alias }) => !moved.has(alias ?? name));
  if (rest.length === 0) return [];
  const words = rest.map(({ name, alias }) => (alias === undefined ? name : `${name} as ${alias}`));
  return [`from ${module} import ${words.join(', ')}`];
}
