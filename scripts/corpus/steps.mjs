// What is measured for one document. Each step gives a small record; `failed` in it says why there is no figure.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { barsOf, causes } from '../kits/lib/accept-report.mjs';
import { complaints } from '../kits/lib/checks.mjs';
import { constraintsOf } from '../kits/lib/constraints.mjs';
import { documentFile, generate } from '../kits/lib/projects.mjs';
import { refRoot, reportFile, sweep } from '../kits/lib/sweep.mjs';
import { checkOf, startOf } from '../kits/lib/targets.mjs';

/** Name → how its sweep differs from the plain one. `tools` is the mode that the project is generated in. */
export const SWEEPS = {
  accept: { transport: 'stdio', tools: 'all', folder: 'projects' },
  http: { transport: 'http', tools: 'all', folder: 'projects' },
  answers: { transport: 'stdio', tools: 'all', folder: 'projects', answers: true },
  dynamic: { transport: 'stdio', tools: 'dynamic', folder: 'projects-dynamic', dynamic: true },
};
export const STEPS = [...Object.keys(SWEEPS), 'checks', 'constraints'];

/** The bytes of a project as one short text: the same project need not be measured again. */
export function fingerprint(dir) {
  const hash = createHash('sha256');
  const entries = readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('__pycache__'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  for (const file of entries) hash.update(file.slice(dir.length)).update(readFileSync(file));
  return hash.digest('hex').slice(0, 16);
}

/** Generates in the mode of a step: `{ ok, name, dir, package, ms, message, key }`. */
export async function projectFor(name, step, target) {
  const { tools, folder } = SWEEPS[step] ?? SWEEPS.accept;
  const project = await generate(name, { tools, folder, target });
  return project.ok ? { ...project, key: fingerprint(project.dir) } : project;
}

const part = (ok, of) => ({ ok, of });

/** The figures of a kit's report, as counts. */
function figures(report) {
  const { operations, passes, parameterCoverage: coverage, dotSegments: dots, answers } = report;
  const listed = report.perOperation.filter((operation) => operation.listed).length;
  return {
    operations,
    listed,
    passes: Object.fromEntries(Object.entries(passes).map(([name, { ok }]) => [name, part(ok, operations)])),
    coverage: part(coverage?.onWire ?? 0, coverage?.declared ?? 0),
    dots: part(dots?.refused ?? 0, dots?.tried ?? 0),
    answers: Object.fromEntries(
      Object.entries(answers ?? {}).map(([mode, { ok, tried }]) => [mode, part(ok, tried)]),
    ),
    listBytes: report.toolsListBytes,
    seconds: Math.round(report.ms / 1000),
  };
}

/** Declared parameters that no pass put on the wire, as lines. */
function unseen({ modules }, name, report) {
  if ((report.parameterCoverage?.percent ?? 100) === 100) return [];
  const spec = new modules.spec.Spec(modules.spec.loadSpec(documentFile(name), { root: refRoot(name) }));
  const operations = new Map(spec.operations.map((op) => [op.key, op]));
  const counts = new Map();
  for (const found of report.perOperation) {
    const seen = new Set(Object.keys(report.passes).flatMap((pass) => found[pass]?.call?.seen ?? []));
    for (const parameter of operations.get(found.op)?.params ?? []) {
      const key = `${parameter.in}.${parameter.name}`;
      if (!seen.has(key)) counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  return [...counts].map(([key, count]) => `never sent: ${key} (${count} operations)`);
}

async function swept(world, project, step) {
  const result = await sweep(world.kit, await startOf(project), project, {
    ...SWEEPS[step],
    minutes: world.minutes,
  });
  const { report } = result;
  const notes = causes({ name: project.name, transport: SWEEPS[step].transport, ...result }).slice(1);
  if (report?.started !== true) return { good: false, failed: notes.join(' '), notes };
  notes.push(...unseen(world, project.name, report));
  const good = barsOf(result).every(({ ok }) => ok) && notes.length === 0;
  return { good, ...figures(report), notes };
}

async function checked(world, project) {
  const result = await checkOf(project, world.minutes);
  const seconds = Math.round(Object.values(result.steps).reduce((sum, { ms }) => sum + ms, 0) / 1000);
  const states = Object.fromEntries(Object.entries(result.steps).map(([name, { ok }]) => [name, ok]));
  const { good, tests, coverage, suppressions } = result;
  return {
    ...{ good, states, tests, coverage, seconds },
    suppressions: suppressions.length,
    notes: complaints(project.name, result),
  };
}

function constrained(world, project) {
  const file = reportFile(project.name, 'stdio', false, project.target);
  if (!existsSync(file)) return { good: false, failed: 'no report of the step accept', notes: [] };
  const { tools, failed, findings } = constraintsOf(
    world.modules,
    project,
    JSON.parse(readFileSync(file, 'utf8')),
  );
  return { good: failed === 0, tools, bad: failed, notes: findings };
}

/** Runs one step: `{ good, notes, … }`. `world` holds the kit, its modules and the time limit. */
export function measure(world, project, step) {
  if (step === 'checks') return checked(world, project);
  if (step === 'constraints') return constrained(world, project);
  return swept(world, project, step);
}
