import { polish } from '../polish.js';
import type { MypyOutput, TypeFinding } from './repair/findings.js';
import { mendTypes } from './repair/index.js';
import { stubFiles, untypedModules } from './repair/stubs.js';

const ROUNDS = 12;

/** What the type checker is asked through: files to write first, stubs to install. */
export interface TypeChecker {
  write(files: ReadonlyMap<string, string>): Promise<void>;
  /** Adds development dependencies and installs them. False when that did not work. */
  install(distributions: readonly string[]): Promise<boolean>;
  /** Undefined when it cannot be run. */
  check(): Promise<MypyOutput | undefined>;
}

export interface Settled {
  /** What the checker still says. */
  readonly findings: readonly TypeFinding[];
  readonly rounds: number;
}

/**
 * Mends the program's own modules until the type checker is silent, or nothing more can be mended.
 * `files` is path → text of these modules, `ruff` the project's own `[tool.ruff]`.
 */
export async function settleTypes(
  files: ReadonlyMap<string, string>,
  ruff: object,
  checker: TypeChecker,
): Promise<Settled | undefined> {
  const current = new Map(files);
  const stubs = new Map<string, string>();
  const asked = new Set<string>();
  for (let round = 1; ; round++) {
    const said = await checker.check();
    if (said === undefined) return undefined;
    const settled = { findings: said.findings, rounds: round };
    if (said.findings.length === 0 || round >= ROUNDS) return settled;
    const wanted = said.stubs.filter((name) => !asked.has(name));
    for (const name of wanted) asked.add(name);
    const installed = wanted.length > 0 && (await checker.install(wanted));
    const added = installed ? new Map<string, string>() : newStubs(said.findings, stubs);
    const mended = await mendTypes(current, said.findings);
    if (mended.size === 0 && added.size === 0 && !installed) return settled;
    const polished = polish(mended, ruff).files;
    for (const [path, text] of polished) current.set(path, text);
    await checker.write(new Map([...added, ...polished]));
  }
}

function newStubs(findings: readonly TypeFinding[], known: Map<string, string>): Map<string, string> {
  const added = new Map([...stubFiles(untypedModules(findings))].filter(([path]) => !known.has(path)));
  for (const [path, text] of added) known.set(path, text);
  return added;
}
