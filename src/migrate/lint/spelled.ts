/** Programs that look for `Dict` in the text of an annotation: they find `dict` there as well, so that annotations may be spelled so. */
import { applyEdits, type Edit } from '../python/edits.js';
import { literalText } from '../facts/strings.js';
import { childOf, type PyNode, walk } from '../python/tree.js';
import {
  above,
  decoratorName,
  decoratorsOf,
  isFunction,
  type Typing,
  textOf,
  typingOf,
} from '../typing/module.js';

/** Programs that look at annotations in any way. */
export const READS_ANNOTATIONS =
  /\b(inspect\s*\.\s*signature|get_type_hints|get_annotations|__annotations__|return_annotation)\b/;
const READ = /^inspect\.signature\((\w+)\)\.return_annotation$/;
const WORDS = /^(Dict|List|Set|Tuple)$/;
/** Annotations that are not the text of anything else. */
const PLAIN =
  /^(\s|[[\],|.]|\b(typing|Dict|List|Set|Tuple|Optional|Union|Any|None|str|int|float|bool|dict|list|set|tuple)\b)*$/;

export interface Spelled {
  readonly files: ReadonlyMap<string, string>;
  /** Nothing of the program depends on how annotations are spelled. */
  readonly isFree: boolean;
}

/** Mends what looks for a word in the return annotation of a function that it decorates; the files as they are where one does more. */
export async function findBothSpellings(files: ReadonlyMap<string, string>): Promise<Spelled> {
  const readers = [...files].filter(([, text]) => READS_ANNOTATIONS.test(text));
  if (readers.length === 0) return { files, isFree: true };
  const modules = await Promise.all([...files].map(([path, text]) => typingOf(path, text)));
  const mended = new Map(files);
  for (const [path] of readers) {
    const typing = modules.find((one) => one.path === path);
    const edits = typing && editsOf(typing, modules);
    if (typing === undefined || edits === undefined) return { files, isFree: false };
    mended.set(path, applyEdits(typing.text, edits));
  }
  return { files: mended, isFree: true };
}

function editsOf(typing: Typing, modules: readonly Typing[]): Edit[] | undefined {
  const reads = [...walk(typing.root)].filter(
    (node) => node.type === 'attribute' && READ.test(textOf(node, typing)),
  );
  const all = typing.text.match(new RegExp(READS_ANNOTATIONS, 'g')) ?? [];
  // Each read is found twice: by what it calls and by what it takes of it.
  if (all.length !== 2 * reads.length) return undefined;
  const edits: Edit[] = [];
  for (const read of reads) {
    const tests = testsOf(read, typing);
    const decorator = decoratorAround(read, typing);
    if (tests === undefined || decorator === undefined) return undefined;
    const words = tests.map((one) => literalText(one.children[0] ?? one, typing.text) ?? '');
    const annotations = modules.flatMap((one) => decoratedBy(decorator, one));
    if (!annotations.every((text) => isSame(text, words))) return undefined;
    tests.forEach((one, i) => {
      const asked = one.children.at(-1);
      const text = `${JSON.stringify((words[i] ?? '').toLowerCase())} in ${textOf(asked, typing)}.lower()`;
      edits.push({ start: one.start, end: one.end, text });
    });
  }
  return edits;
}

/** Every `"Word" in str(name)` of the name that a read is given; undefined where it is used for more. */
function testsOf(read: PyNode, typing: Typing): PyNode[] | undefined {
  const assignment = typing.parents.get(read);
  const target = assignment?.type === 'assignment' ? childOf(assignment, 'left') : undefined;
  const scope = above(read, /^function_definition$/, typing);
  if (target?.type !== 'identifier' || scope === undefined) return undefined;
  const name = textOf(target, typing);
  const tests: PyNode[] = [];
  for (const node of walk(scope)) {
    if (node.type !== 'identifier' || node === target || textOf(node, typing) !== name) continue;
    const test = above(node, /^comparison_operator$/, typing);
    const [word, operator, asked] = test?.children ?? [];
    const isTest =
      operator?.type === 'in' &&
      WORDS.test((word && literalText(word, typing.text)) ?? '') &&
      textOf(asked, typing) === `str(${name})`;
    if (test === undefined || !isTest) return undefined;
    tests.push(test);
  }
  return tests;
}

/** The decorator of the program whose parameter is looked at. */
function decoratorAround(read: PyNode, typing: Typing): string | undefined {
  const parameter = READ.exec(textOf(read, typing))?.[1];
  const inner = above(read, /^function_definition$/, typing);
  const outer = inner && above(inner, /^function_definition$/, typing);
  const first = outer && childOf(outer, 'parameters')?.children.find(({ named }) => named);
  const name = textOf(first?.type === 'identifier' ? first : first?.children[0], typing);
  return outer !== undefined && name === parameter ? textOf(childOf(outer, 'name'), typing) : undefined;
}

/** Return annotations of the functions below a decorator. */
const decoratedBy = (decorator: string, typing: Typing): string[] =>
  [...walk(typing.root)].filter(isFunction).flatMap((node) => {
    const is = decoratorsOf(node, typing).some((one) => decoratorName(one, typing) === decorator);
    return is ? [textOf(childOf(node, 'return_type'), typing)] : [];
  });

/** The answer is the same, however the annotation is spelled. */
const isSame = (annotation: string, words: readonly string[]): boolean =>
  PLAIN.test(annotation) &&
  words.every((word) => annotation.includes(word) === annotation.toLowerCase().includes(word.toLowerCase()));
