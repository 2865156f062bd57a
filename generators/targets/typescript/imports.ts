import { code, type TsCode } from './code.js';

/** One `import` statement. */
export interface ImportLine {
  /** `{ a, type B }` or `* as models`. */
  readonly names: TsCode;
  readonly module: string;
  /** Nothing of it is there at run time. */
  readonly typeOnly: boolean;
}

/** Collects imports while a view is built, so that a module imports exactly what it uses. */
export interface Imports {
  use(module: string, ...names: readonly string[]): void;
  useType(module: string, ...names: readonly string[]): void;
  useAll(module: string, name: string): void;
  lines(): ImportLine[];
}

interface Names {
  readonly values: Set<string>;
  readonly types: Set<string>;
  all?: string;
}

/** Packages before our own files, near files last. */
const rank = (module: string): number => (module.startsWith('./') ? 2 : module.startsWith('../') ? 1 : 0);

const bare = (name: string): string => name.replace(/^type /, '').toLowerCase();
const order = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);

function lineOf(module: string, { values, types, all }: Names): ImportLine {
  if (all !== undefined) return { module, names: code(`* as ${all}`), typeOnly: false };
  const onlyTypes = [...types].filter((name) => !values.has(name));
  const typeOnly = values.size === 0;
  const names = [...values, ...onlyTypes.map((name) => (typeOnly ? name : `type ${name}`))];
  return { module, names: code(`{ ${names.sort((a, b) => order(bare(a), bare(b))).join(', ')} }`), typeOnly };
}

export function createImports(): Imports {
  const modules = new Map<string, Names>();
  const of = (module: string): Names => {
    const names = modules.get(module) ?? { values: new Set(), types: new Set() };
    modules.set(module, names);
    return names;
  };
  return {
    use: (module, ...names) => {
      for (const name of names) of(module).values.add(name);
    },
    useType: (module, ...names) => {
      for (const name of names) of(module).types.add(name);
    },
    useAll: (module, name) => {
      of(module).all = name;
    },
    lines: () =>
      [...modules]
        .sort(([a], [b]) => rank(a) - rank(b) || order(a, b))
        .map(([module, names]) => lineOf(module, names)),
  };
}
