import type { Edit } from '../python/edits.js';
import { childOf, type PyNode } from '../python/tree.js';

/** Functions that take the name of a module as a text. */
const LOADS =
  /^(__import__|importlib\.(import_module|util\.find_spec|resources\.\w+)|pkgutil\.(get_data|resolve_name)|runpy\.run_module)$/;

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
  const known = text.slice(opening.end, next.start);
  const whole = next.type === 'string_end';
  const old = prefixes(known).find((one) => moved.has(one) && (whole || one.length < known.length));
  const now = old === undefined ? undefined : moved.get(old);
  if (old === undefined || now === undefined || now === old) return undefined;
  return { start: opening.end, end: opening.end + old.length, text: now };
}

/** `a.b.c`, `a.b`, `a`: the longest first. */
function prefixes(name: string): string[] {
  const parts = name.split('.');
  return parts.map((_, at) => parts.slice(0, parts.length - at).join('.'));
}
