import { applyEdits, type Edit } from '../python/edits.js';
import { childOf, type PyNode, walk } from '../python/tree.js';
import { qualified } from '../facts/imports.js';
import { withImports } from './imports.js';
import { decoratorName, decoratorsOf, isFunction, type Typing, textOf, typingOf } from './module.js';

/**
 * Results of tools that the SDK wraps in `{"result": …}` stay wrapped. It wraps `typing.Dict[str, X]`, and does not wrap
 * `dict[str, X]`, which linters want instead: `Mapping[str, X]` says the same and is wrapped.
 */
export async function keepWrapped(files: ReadonlyMap<string, string>): Promise<Map<string, string>> {
  const kept = new Map<string, string>();
  for (const [path, text] of files) {
    const edits = /\bDict\b/.test(text) ? dictResults(await typingOf(path, text)) : [];
    kept.set(path, edits.length === 0 ? text : await withImports(applyEdits(text, edits)));
  }
  return kept;
}

function dictResults(typing: Typing): Edit[] {
  if (![...typing.bound.values()].some((full) => /\.mcpserver\.MCPServer$/.test(full))) return [];
  return [...walk(typing.root)].filter(isFunction).flatMap((definition) => {
    const isTool = decoratorsOf(definition, typing).some((one) => decoratorName(one, typing) === 'tool');
    const type = isTool ? childOf(definition, 'return_type')?.children[0] : undefined;
    return type === undefined ? [] : asMapping(type, typing);
  });
}

/** `Dict`, `Dict[str, X]`, `typing.Dict[str, X]`. */
function asMapping(type: PyNode, typing: Typing): Edit[] {
  const named = type.type === 'generic_type' || type.type === 'subscript' ? type.children[0] : type;
  if (named === undefined || qualified(named, typing.text, typing.bound) !== 'typing.Dict') return [];
  const keys =
    named === type ? 'str' : (/^\s*\[\s*(\w+)\s*,/.exec(textAfter(named, type, typing))?.[1] ?? '');
  if (keys !== 'str') return [];
  return [{ start: named.start, end: named.end, text: named === type ? 'Mapping[str, Any]' : 'Mapping' }];
}

const textAfter = (named: PyNode, type: PyNode, typing: Typing): string =>
  textOf(type, typing).slice(named.end - named.start);
