/**
 * A tag that is renamed in the document renames its modules: `server/users.py` is `server/accounts.py` from then on. The
 * lists of tools say so: the same operations, in a module of another name. What was edited there moves along.
 */
interface Listed {
  readonly tools?: readonly {
    readonly _operation?: { readonly method?: string; readonly path?: string; readonly module?: string };
  }[];
}

/** Operation → module, from a `tools.json`; empty for projects in which all lie in one file. */
function modulesIn(text: string): Map<string, string> {
  const { tools = [] } = JSON.parse(text) as Listed;
  return new Map(
    tools.flatMap(({ _operation: operation }) =>
      operation?.module === undefined
        ? []
        : [[`${operation.method} ${operation.path}`, operation.module] as const],
    ),
  );
}

/** Module → the one new module that has its operations. Modules that are split, joined or still there are not renamed. */
function renamedModules(before: string, after: string): Map<string, string> {
  const [was, is] = [modulesIn(before), modulesIn(after)];
  const [old, fresh] = [new Set(was.values()), new Set(is.values())];
  const targets = new Map<string, Set<string>>();
  for (const [operation, from] of was) {
    const to = is.get(operation);
    if (to !== undefined) targets.set(from, (targets.get(from) ?? new Set()).add(to));
  }
  const pairs = [...targets].flatMap(([from, [to, ...more]]) =>
    to === undefined || more.length > 0 || fresh.has(from) || old.has(to) ? [] : [[from, to] as const],
  );
  return new Map(pairs.filter(([, to]) => pairs.filter((pair) => pair[1] === to).length === 1));
}

/**
 * Files that the lists of tools, as they were and as they are now, say to be renamed: old path → new path. Only files that
 * are no longer generated, and new paths that were not generated before.
 */
export function moduleRenames(
  before: string,
  after: string,
  recorded: readonly string[],
  next: ReadonlySet<string>,
): Map<string, string> {
  const known = new Set(recorded);
  const renames = [...renamedModules(before, after)];
  const gone = recorded.filter((path) => !next.has(path));
  return new Map(
    gone.flatMap((path) => {
      const found = renames
        .map(([from, to]) => renamedPath(path, from, to))
        .filter((one) => next.has(one) && !known.has(one));
      return found[0] === undefined ? [] : [[path, found[0]] as const];
    }),
  );
}

/** `users.py` and `test_users.py`, but not `superusers.py`. */
function renamedPath(path: string, from: string, to: string): string {
  const named = (part: string): string => {
    const [stem = '', ...ends] = part.split('.');
    const renamed = stem === from ? to : stem.endsWith(`_${from}`) ? stem.slice(0, -from.length) + to : stem;
    return [renamed, ...ends].join('.');
  };
  return path.split('/').map(named).join('/');
}
