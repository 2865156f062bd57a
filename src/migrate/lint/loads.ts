import { importsOf } from '../facts/imports.js';
import type { Typing } from '../typing/module.js';
import { dotted, packageOfModule } from '../typing/reexports.js';
import type { PyImport } from '../types.js';

/** Whether an import of a module leads back to that module: then it matters what the module has done before it. */
export type LeadsBack = (one: PyImport, from: Typing) => boolean;

/** Follows imports through the modules of a program, those in functions as well. */
export function leadsBackIn(modules: readonly Typing[]): LeadsBack {
  const byName = new Map(modules.map((typing) => [dotted(typing.path), typing]));
  const targetsOf = (one: PyImport, { path }: Typing): string[] => {
    const around = packageOfModule(path);
    const base = one.level === 0 ? [] : around.slice(0, around.length - one.level + 1);
    const from = [...base, ...(one.module === '' ? [] : [one.module])].join('.');
    const named = one.names.map(({ name }) => (one.kind === 'from' ? `${from}.${name}` : name));
    // Loading a.b.c loads a and a.b first, but for those that are being loaded.
    const above = dotted(path);
    return [...(one.kind === 'from' ? [from] : []), ...named]
      .flatMap((name) => name.split('.').map((_, i, parts) => parts.slice(0, i + 1).join('.')))
      .filter((name) => byName.has(name) && (name === above || !above.startsWith(`${name}.`)));
  };
  return (one, from) => {
    const home = dotted(from.path);
    const seen = new Set<string>();
    // A list of what is still to be followed: chains of imports may be long.
    const reach = (begin: readonly string[]): boolean => {
      const open = [...begin];
      for (let name = open.pop(); name !== undefined; name = open.pop()) {
        if (name === home) return true;
        const typing = byName.get(name);
        if (typing === undefined || seen.has(name)) continue;
        seen.add(name);
        for (const next of importsOf(typing.root, typing.text)) open.push(...targetsOf(next, typing));
      }
      return false;
    };
    // What a package imports of its own parts is no way back to it.
    return reach(targetsOf(one, from).filter((name) => name !== home));
  };
}
