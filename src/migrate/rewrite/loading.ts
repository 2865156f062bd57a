import type { Edit } from '../python/edits.js';
import { childOf, type PyNode } from '../python/tree.js';

/** Functions that take the name of a module as a text. */
const LOADS =
  /^(__import__|import_module|importlib\.(import_module|util\.find_spec|resources\.\w+)|pkgutil\.(get_data|resolve_name)|runpy\.run_module)$/;

/**
 * The beginning of a module's name in `import_module("pkg.a")` and `import_module(f"pkg.{name}")`, as the module is called now.
 *
 * @param callee full name of the function
 * @param moved old dotted name → new dotted name, packages included
 */
export function loadedEdit(
  call: PyNode,
  callee: string,
  text: string,
  moved: ReadonlyMap<string, string>,
): Edit | undefined {
  const named = LOADS.test(callee)
    ? childOf(call, 'arguments')?.children.find((one) => one.named)
    : undefined;
  const opening = named?.type === 'string' ? named.children[0] : undefined;
  const next = named?.children.find(({ type }) => /^(interpolation|string_end|escape_sequence)$/.test(type));
  if (opening === undefined || next === undefined) return undefined;
  const written = text.slice(opening.end, next.start);
  // What stands before a placeholder may be half a name.
  const known = next.type === 'string_end' ? written : written.replace(/\.?[^.]*$/, '');
  const found = movedPart(known, moved);
  if (found === undefined || found.now === found.old) return undefined;
  return { start: opening.end, end: opening.end + found.old.length, text: found.now };
}

/** The longest beginning of a dotted name that is called otherwise now. */
export function movedPart(
  name: string,
  moved: ReadonlyMap<string, string>,
): { readonly old: string; readonly now: string } | undefined {
  const parts = name.split('.');
  for (let length = parts.length; length > 0; length--) {
    const old = parts.slice(0, length).join('.');
    const now = moved.get(old);
    if (now !== undefined) return { old, now };
  }
  return undefined;
}
