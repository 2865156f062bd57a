import { polish } from '../polish.js';
import type { MypyOutput, TypeFinding } from './repair/findings.js';
import { mendTypes } from './repair/index.js';
import { stubFiles, untypedModules } from './repair/stubs.js';

const ROUNDS = 12;

/** How the type checker is asked. */
export interface TypeChecker {
  write(files: ReadonlyMap<string, string>): Promise<void>;
  /** Installs distributions with stubs. False when that did not work. */
  install(distributions: readonly string[]): Promise<boolean>;
  /** Distributions that had to be built, for they have no wheel. */
  readonly built?: readonly string[];
  /** Undefined when it cannot be run. */
  check(): Promise<MypyOutput | undefined>;
}

export interface Settled {
  /** Path → text of the program's own modules. */
  readonly code: ReadonlyMap<string, string>;
  /** `typings/…`: modules of others that have no types. */
  readonly stubs: ReadonlyMap<string, string>;
  /** Distributions with stubs, to be development dependencies. */
  readonly development: readonly string[];
  /** Distributions that had to be built, for they have no wheel. */
  readonly built: readonly string[];
  /** What the checker still says. */
  readonly findings: readonly TypeFinding[];
  /** Coroutines that nobody awaited in the source, and that run now: `src/…/server.py: ctx.info("…")`. */
  readonly forgotten: readonly string[];
}

/**
 * Mends the program's own modules until the type checker is silent, or nothing more can be mended.
 * `files` is path → text of these modules, `ruff` the project's own `[tool.ruff]`. Undefined when the checker cannot be run.
 */
export async function settleTypes(
  files: ReadonlyMap<string, string>,
  ruff: object,
  checker: TypeChecker,
): Promise<Settled | undefined> {
  const code = new Map(files);
  const stubs = new Map<string, string>();
  const asked = new Set<string>();
  const development: string[] = [];
  const forgotten = new Set<string>();
  const own = new Set([...files.keys()].map((path) => path.split('/')[1] ?? ''));
  for (let round = 1; ; round++) {
    const said = await checker.check();
    if (said === undefined) return undefined;
    const { findings } = said;
    for (const one of forgottenIn(findings, code)) forgotten.add(one);
    const { built = [] } = checker;
    const settled = { code, stubs, development, built, findings, forgotten: [...forgotten] };
    if (findings.length === 0 || round >= ROUNDS) return settled;
    const wanted = said.stubs.filter((name) => !asked.has(name));
    for (const name of wanted) asked.add(name);
    const installed = wanted.length > 0 && (await checker.install(wanted));
    if (installed) development.push(...wanted);
    const added = installed ? new Map<string, string>() : newStubs(findings, stubs, own, development);
    const mended = readable(await mendTypes(code, findings), ruff);
    if (mended.size === 0 && added.size === 0 && !installed) return settled;
    for (const [path, text] of mended) code.set(path, text);
    await checker.write(new Map([...added, ...mended]));
  }
}

/** The lines of coroutines that nobody awaits. */
const forgottenIn = (findings: readonly TypeFinding[], code: ReadonlyMap<string, string>): string[] =>
  findings
    .filter((one) => one.code === 'unused-coroutine' && code.has(one.file))
    .map(({ file, line }) => `${file}: ${code.get(file)?.split('\n')[line - 1]?.trim() ?? ''}`);

/** The mended files that can be read. A mend that breaks a file is none: its finding stays, and is listed. */
function readable(mended: ReadonlyMap<string, string>, ruff: object): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const [path, text] of mended) {
    try {
      for (const [name, polished] of polish(new Map([[path, text]]), ruff).files) files.set(name, polished);
    } catch {
      // Left out: it does not parse.
    }
  }
  return files;
}

/** What the program itself lacks is no module of others. */
function newStubs(
  findings: readonly TypeFinding[],
  known: Map<string, string>,
  own: ReadonlySet<string>,
  development: readonly string[],
): Map<string, string> {
  const modules = untypedModules(findings).filter(
    (name) => !own.has(name.split('.')[0] ?? '') && !/^tests\b/.test(name),
  );
  const added = new Map([...stubFiles(modules, development)].filter(([path]) => !known.has(path)));
  for (const [path, text] of added) known.set(path, text);
  return added;
}
