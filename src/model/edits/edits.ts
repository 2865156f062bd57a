import { shortenWords, snake, toWords } from '../../escape/names/index.js';
import type { LocatedFile } from '../../stages.js';
import type { Context } from '../context.js';
import { MAX_NAME } from '../operation/names.js';
import type { Operation } from '../types.js';
import { extensionEdit } from './extension.js';
import { fileEdits } from './file.js';
import type { ToolEdit } from './types.js';

/** All that was decided about tools: the reviewed file goes before the document's own extensions. */
export interface Edits {
  /** By id of the operation. */
  readonly of: ReadonlyMap<string, ToolEdit>;
  /** The name of the tool of each operation; of one that is off, the name that it would have. */
  readonly names: ReadonlyMap<string, string>;
  readonly scopes: ReadonlyMap<string, readonly string[]>;
}

export function readEdits(
  file: LocatedFile | undefined,
  operations: readonly Operation[],
  context: Context,
): Edits {
  const reviewed = fileEdits(file, operations, context);
  const edits = new Map<string, ToolEdit>();
  const scopes = new Map<string, readonly string[]>();
  for (const operation of operations) {
    const own = withSafeName(extensionEdit(operation, context), operation, context);
    const given = reviewed.get(operation.id);
    if (own === undefined && given === undefined) continue;
    const edit: ToolEdit = { at: () => operation.pointer, ...own, ...given };
    const hints = { ...own?.hints, ...given?.hints };
    edits.set(operation.id, Object.keys(hints).length === 0 ? edit : { ...edit, hints });
    if (edit.scopes !== undefined) scopes.set(operation.id, edit.scopes);
  }
  return { of: edits, names: nameTools(operations, edits, reviewed, context), scopes };
}

/** Authors of documents write `create-product`: the words of their name in the spelling of our names. */
function withSafeName(
  edit: ToolEdit | undefined,
  operation: Operation,
  context: Context,
): ToolEdit | undefined {
  if (edit?.name === undefined) return edit;
  const name = snake(shortenWords(toWords(edit.name), MAX_NAME));
  if (NAME.test(name)) return { ...edit, name };
  context.report('model.extension', 'warning', `${edit.name} is no name for a tool`, edit.at('name'));
  return { ...edit, name: operation.id };
}

const NAME = /^[a-z][a-z0-9_]{0,63}$/;

/** Names that were given are claimed before those of the rest; two of one name are an error of whoever gave it. */
function nameTools(
  operations: readonly Operation[],
  edits: ReadonlyMap<string, ToolEdit>,
  reviewed: ReadonlyMap<string, ToolEdit>,
  context: Context,
): ReadonlyMap<string, string> {
  const names = new Map(operations.map(({ id }) => [id, id]));
  const isOff = (id: string): boolean => edits.get(id)?.off === true;
  const owner = new Map<string, string>();
  const given = operations.filter(({ id }) => edits.get(id)?.name !== undefined);
  for (const { id } of operations) if (edits.get(id)?.name === undefined && !isOff(id)) owner.set(id, id);
  for (const { id } of given) {
    const edit = edits.get(id);
    const name = edit?.name;
    if (edit === undefined || name === undefined || isOff(id)) continue;
    const isReviewed = reviewed.get(id)?.name !== undefined;
    const code = isReviewed ? 'model.tools-file' : 'model.extension';
    const problem = nameProblem(name, owner.get(name));
    if (problem === undefined) {
      owner.set(name, id);
      names.set(id, name);
    } else context.report(code, isReviewed ? 'error' : 'warning', problem, edit.at('name'));
  }
  return names;
}

function nameProblem(name: string, owner: string | undefined): string | undefined {
  if (!NAME.test(name))
    return `${JSON.stringify(name)} is no name for a tool; it starts with a small letter, then small letters, digits and _, 64 at most`;
  return owner === undefined ? undefined : `the name ${name} is taken by the operation ${owner}`;
}
