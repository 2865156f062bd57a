import { join } from 'node:path';
import { installEnv } from '../../check/env.js';
import { run } from '../../check/run.js';
import { scenariosFor } from '../behaviour/answers.js';
import { type CallParity, compareCalls, type Pair } from '../behaviour/compare.js';
import { planCalls } from '../behaviour/plan.js';
import { type CommandFor, type Observation, observe } from '../behaviour/run.js';
import { sameRuns } from '../behaviour/compare.js';
import type { PlannedCall, Scenario } from '../behaviour/types.js';
import type { Proof } from '../report.js';
import { compareLists } from './compare.js';
import { lastLines } from './last-lines.js';
import { lonely } from './lonely.js';
import { type CaptureWish, type MadeUp, type Original, startOriginal } from './original.js';

export interface ProveWish extends CaptureWish {
  /** The new project, absolute. */
  readonly target: string;
  /** Only the lists are compared without. */
  readonly calls: boolean;
  /** What is being done, for the screen. */
  readonly onStage: (text: string) => void;
}

const INSTALL_MS = 600_000;

/** Runs the original and the new server, each in its own environment and alone with a stub, and compares what they list and do. */
export async function proveParity(wish: ProveWish): Promise<Proof> {
  const scenarios = scenariosFor(wish.server.layout.modules.map(({ facts }) => facts));
  const [first] = scenarios;
  if (first === undefined) throw new Error('there is no scenario');
  wish.onStage('Starting the original');
  const original = await startOriginal(wish, first);
  if ('problem' in original) return failed('The original did not start', original.problem);
  wish.onStage('Installing the new project');
  const installed = await installNew(wish);
  if (installed !== undefined) return failed('The new project could not be installed', installed);
  return compareServers(wish, original, scenarios);
}

const failed = (what: string, said: string): Proof => ({ kind: 'failed', why: `${what}:\n${said}` });

async function compareServers(
  wish: ProveWish,
  original: Original,
  scenarios: readonly Scenario[],
): Promise<Proof> {
  const { signal } = wish;
  const newCommand = newServer(wish, original.made);
  const [first, ...others] = scenarios;
  if (first === undefined) throw new Error('there is no scenario');
  wish.onStage('Asking both what they offer');
  let plan: { readonly calls: readonly PlannedCall[]; readonly left: number } = { calls: [], left: 0 };
  const before = await observe(
    original.commandFor,
    first,
    (lists) => {
      plan = wish.calls ? planCalls(lists) : plan;
      return plan.calls;
    },
    signal,
  );
  if ('said' in before) return failed('The original did not start again', before.said);
  wish.onStage(`Calling both: ${first.title}`);
  const after = await observe(newCommand, first, () => plan.calls, signal);
  if ('said' in after) return failed('The new server did not start', after.said);
  const pairs: Pair[] = [];
  const settle = async (scenario: Scenario, was: Observation, is: Observation): Promise<void> => {
    const pair = { scenario, before: was.run, after: is.run };
    if (sameRuns(pair, plan.calls)) return void pairs.push(pair);
    const once = await observe(original.commandFor, scenario, () => plan.calls, signal);
    pairs.push('said' in once ? pair : { ...pair, again: once.run });
  };
  await settle(first, before, after);
  for (const scenario of plan.calls.length === 0 ? [] : others) {
    wish.onStage(`Calling both: ${scenario.title}`);
    const both = [original.commandFor, newCommand].map((one) =>
      observe(one, scenario, () => plan.calls, signal),
    );
    const [was, is] = await Promise.all(both);
    if (was === undefined || is === undefined) continue;
    if ('said' in was) return failed('The original did not start again', was.said);
    if ('said' in is) return failed(`The new server did not start with ${scenario.title}`, is.said);
    await settle(scenario, was, is);
  }
  const items = compareLists(before.lists, after.lists);
  const calls: CallParity = compareCalls(pairs, plan.calls);
  return {
    kind: 'compared',
    items,
    calls: { ...calls, left: plan.left },
    pairs,
    plan: plan.calls,
    libraries: original.libraries,
    original: before.lists,
    made: original.made,
  };
}

/** What went wrong; undefined when the project is installed. */
async function installNew({ target, toolchain, signal, onLine }: ProveWish): Promise<string | undefined> {
  const uv = toolchain.values['uv'];
  const python = join(target, toolchain.values['bin'] ?? '.venv/bin', 'python');
  const commands =
    uv === undefined
      ? [
          [toolchain.values['python'] ?? 'python3', '-m', 'venv', join(target, '.venv')],
          [python, '-m', 'pip', 'install', '-q', '--editable', target],
        ]
      : [[uv, 'sync', '--quiet', '--all-groups']];
  const env = { ...installEnv(process.env), ...toolchain.env };
  for (const command of commands) {
    const result = await run(command, { cwd: target, env, timeoutMs: INSTALL_MS, signal, onLine });
    if (result.exitCode !== 0) return lastLines(result.stderr || result.stdout);
  }
  return undefined;
}

function newServer({ server, target, toolchain, env, args, folder }: ProveWish, made: MadeUp): CommandFor {
  const python = join(target, toolchain.values['bin'] ?? '.venv/bin', 'python');
  const name = `mcp_${server.slug.replaceAll('-', '_')}`;
  return lonely({
    command: [python, '-m', `${name}.server`, ...args],
    folder,
    settings: { ...made, ...env },
    python: [],
  });
}
