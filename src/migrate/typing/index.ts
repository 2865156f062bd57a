/** Types for carried code: what its form proves, and `Any` elsewhere. Nothing that a program does, or that the SDK lists, changes. */
import { applyEdits } from '../python/edits.js';
import { programOf } from './exposed.js';
import { genericEdits } from './generics.js';
import { globalEdits } from './globals.js';
import { withImports } from './imports.js';
import { typingOf } from './module.js';
import { reexportEdits, takenNames } from './reexports.js';
import { signatureEdits } from './signatures.js';

/** Gives types to the modules of a program: path → text. */
export async function annotate(files: ReadonlyMap<string, string>): Promise<Map<string, string>> {
  const modules = await Promise.all([...files].map(([path, text]) => typingOf(path, text)));
  const program = programOf(modules);
  const taken = takenNames(modules);
  const typed = new Map<string, string>();
  for (const typing of modules) {
    const generic = genericEdits(typing);
    const signatures = signatureEdits(typing, program);
    const replaced = signatures.filter(({ start, end }) => end > start);
    const inside = (at: number): boolean => replaced.some(({ start, end }) => at >= start && at <= end);
    // At one place, what belongs to a name comes before what follows it: `dict[str, Any] | None`.
    const edits = [
      ...generic.filter(({ start }) => !inside(start)),
      ...globalEdits(typing),
      ...signatures,
      ...reexportEdits(typing, taken),
    ];
    typed.set(
      typing.path,
      edits.length === 0
        ? typing.text
        : await withImports(applyEdits(typing.text, edits), program.serverClass),
    );
  }
  return typed;
}

/** Names that modules take from others which only imported them, after star imports were written out, are said to be for others, too. */
export async function declareReexports(files: ReadonlyMap<string, string>): Promise<Map<string, string>> {
  const modules = await Promise.all([...files].map(([path, text]) => typingOf(path, text)));
  const taken = takenNames(modules);
  return new Map(
    modules.map((typing) => [typing.path, applyEdits(typing.text, reexportEdits(typing, taken))]),
  );
}
