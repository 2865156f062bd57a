import { code, type PyCode } from './code.js';

/** One `from module import names` line, in the order that isort wants. */
export interface ImportLine {
  readonly module: string;
  readonly names: PyCode;
}
export interface ImportSection {
  readonly lines: readonly ImportLine[];
}

const STDLIB = new Set(
  '__future__ base64 collections contextlib enum functools json os pathlib typing unittest'.split(' '),
);

/** `a2` before `a10`: runs of digits count as numbers. */
function natural(a: string, b: string): number {
  const left = a.match(/\d+|\D/g) ?? [];
  const right = b.match(/\d+|\D/g) ?? [];
  for (let i = 0; i < Math.min(left.length, right.length); i += 1) {
    const [x, y] = [left[i] ?? '', right[i] ?? ''];
    if (x === y) continue;
    const numbers = /^\d/.test(x) && /^\d/.test(y);
    if (numbers && Number(x) !== Number(y)) return Number(x) - Number(y);
    return x < y ? -1 : 1;
  }
  return left.length - right.length;
}

/** Constants, then classes, then the rest. */
const rank = (name: string): number => {
  if (name.length > 1 && name === name.toUpperCase() && /[A-Z]/.test(name)) return 0;
  return /^[A-Z]/.test(name) ? 1 : 2;
};

const byName = (a: string, b: string): number =>
  rank(a) - rank(b) || natural(a.toLowerCase(), b.toLowerCase()) || natural(a, b);

const dots = (module: string): number => /^\.*/.exec(module)?.[0].length ?? 0;

const byModule = (a: ImportLine, b: ImportLine): number =>
  dots(b.module) - dots(a.module) ||
  natural(a.module.toLowerCase(), b.module.toLowerCase()) ||
  natural(a.module, b.module);

function sectionOf(module: string): number {
  if (module === '__future__') return 0;
  if (module.startsWith('.')) return 4;
  const top = module.split('.')[0] ?? '';
  if (STDLIB.has(top)) return 1;
  return /^mcp_/.test(top) && top !== 'mcp_types' ? 3 : 2;
}

/** Collects imports while a view is built, so that a module imports exactly what it uses. */
export interface Imports {
  use(module: string, ...names: readonly string[]): void;
  sections(): ImportSection[];
}

export function createImports(): Imports {
  const modules = new Map<string, Set<string>>();
  return {
    use(module, ...names) {
      const known = modules.get(module) ?? new Set();
      modules.set(module, known);
      for (const name of names) known.add(name);
    },
    sections() {
      const lines = [...modules].map(([module, names]) => ({
        module,
        names: code([...names].sort(byName).join(', ')),
      }));
      return [0, 1, 2, 3, 4]
        .map((section) => ({
          lines: lines.filter(({ module }) => sectionOf(module) === section).sort(byModule),
        }))
        .filter((section) => section.lines.length > 0);
    },
  };
}
