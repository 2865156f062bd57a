#!/usr/bin/env node
// Real servers that are published as packages: fetched from the package index, migrated, proven to list and do what they did, and
// tested with the tests that they get. With --sources also every server of a folder (one folder per server, named as in
// SHARED_DIR/migrate/servers), whose settings the kit there knows; --results keeps a row for each, goes on where it was stopped, and
// ends with the table: lists, calls with answers of 200 and of 500, linter, formatter, type checker, tests.
// Where SHARED_DIR/migrate is there, its own parity kit judges those whose version it knows, too: lists, requests and results.
// --checklist: which lines of the quality checklist hold in each of them, as `check --checklist` says, as a column of the table where there
// is one; with --draft without a run and an install, which leaves HTTP calls where they are and the lines open that need one.
//   node scripts/kits/migrate.mjs [--quick] [--only a,b] [--sources <dir> [--results <file>] [--minutes 8]] [--no-tests] [--checklist [--draft]] [--jobs 2]
//     [--port 44200] [-v]
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { toolsForPython } from './lib/python.mjs';
import {
  addRow,
  checks,
  isClean,
  KIT,
  ownTests,
  parity,
  placeOf,
  readRows,
  table,
} from './lib/migrate-table.mjs';
import { CACHE, CLI, ROOT, run } from './lib/world.mjs';

const { values: options } = parseArgs({
  options: {
    only: { type: 'string' },
    sources: { type: 'string' },
    results: { type: 'string' },
    minutes: { type: 'string', default: '600' },
    quick: { type: 'boolean', default: false },
    jobs: { type: 'string', default: '2' },
    port: { type: 'string', default: '44200' },
    tests: { type: 'boolean', default: true },
    checklist: { type: 'boolean', default: false },
    draft: { type: 'boolean', default: false },
    verbose: { type: 'boolean', short: 'v', default: false },
  },
  allowNegative: true,
});
const only = options.only?.split(',');
const WORK = join(CACHE, 'migrate');
const PUBLISHED = JSON.parse(readFileSync(join(ROOT, 'scripts', 'kits', 'migrate.json'), 'utf8'));
const MINUTE = 60_000;

/** What a distribution says of itself, as the pyproject.toml that its sources had. */
const DESCRIBE = `
import configparser, email, json, pathlib, sys
info = next(pathlib.Path(sys.argv[1]).glob(sys.argv[2].replace("-", "_") + "-*.dist-info"))
about = email.message_from_string((info / "METADATA").read_text())
wanted = [one for one in about.get_all("Requires-Dist", []) if "extra ==" not in one]
points = configparser.ConfigParser(delimiters="=")
points.optionxform = str
points.read(info / "entry_points.txt")
scripts = dict(points["console_scripts"]) if points.has_section("console_scripts") else {}
print("[project]")
print("name =", json.dumps(about["Name"]))
print("version =", json.dumps(about["Version"]))
print("dependencies =", json.dumps(wanted))
print("[project.scripts]")
for name, target in scripts.items():
    print(json.dumps(name), "=", json.dumps(target))
`;

/** A published package as a folder with its modules and a pyproject.toml; fetched once. */
async function fetchPublished(name, { version }, { python, uv }) {
  const source = join(WORK, 'published', `${name}-${version}`);
  if (existsSync(join(source, 'pyproject.toml'))) return source;
  const place = join(WORK, 'fetched', name);
  rmSync(place, { recursive: true, force: true });
  const command = [
    'pip',
    'install',
    '-q',
    '--no-deps',
    '--python',
    python,
    '--target',
    place,
    `${name}==${version}`,
  ];
  const fetched = await run([uv, ...command], { timeoutMs: 5 * MINUTE });
  if (fetched.code !== 0) throw new Error(`${name} was not fetched: ${fetched.stderr.trim().slice(-300)}`);
  const described = await run([python, '-c', DESCRIBE, place, name]);
  if (described.code !== 0)
    throw new Error(`${name} does not describe itself: ${described.stderr.slice(-300)}`);
  mkdirSync(source, { recursive: true });
  for (const entry of readdirSync(place)) {
    if (!/\.dist-info$|^(bin|\.lock)$/.test(entry))
      cpSync(join(place, entry), join(source, entry), { recursive: true });
  }
  writeFileSync(join(source, 'pyproject.toml'), described.stdout);
  return source;
}

/** Arguments that a server of the kit is started with; the kit runs it in an empty folder. */
const ARGUMENTS = { duckdb: ['--db-path=notes.db'], sqlite: ['--db-path=notes.db'] };

/** The servers of a folder, with what the kit knows of them: the file, and the settings that they want. */
function serversOf(folder) {
  return readdirSync(folder).flatMap((name) => {
    const file = join(KIT, 'servers', name, 'meta.json');
    if (!existsSync(file)) return [];
    const meta = JSON.parse(readFileSync(file, 'utf8'));
    const env = Object.entries(meta.env ?? {}).filter(([, value]) => !value.includes('@cwd'));
    const source = placeOf(join(folder, name), meta.files);
    if (source === undefined) throw new Error(`${name}: ${meta.files[0]} is not among its sources`);
    const args = ARGUMENTS[name] ?? [];
    return [{ name, source, kit: name, env: env.map((pair) => pair.join('=')), args }];
  });
}

/** Ports of the kit's stubs, ten for each server; runs beside each other need others. */
const portOf = (index) => Number(options.port) + 10 * index;

/** What the kit says of a migrated server. */
async function judge(kit, target, args, { python }, index) {
  const { differences = [], ...parts } = await parity(kit, target, args, python, portOf(index));
  const said = Object.entries(parts).map(([part, { equal, all }]) => `${part} ${equal} of ${all}`);
  const shown = options.verbose ? differences.map(({ where }) => `\n    ${where}`) : [];
  const ok = Object.values(parts).every(({ equal, all }) => equal === all);
  return { ok, said: said.join(', ') + shown.join('') };
}

/** A server of --sources, measured from all sides. */
async function measure(server, tools, index) {
  const { name, args } = server;
  const { ended, target } = await make(server, tools, ['--run']);
  const row = { name, at: new Date().toISOString(), exit: ended.code, said: report(ended) };
  const made = existsSync(join(target, 'pyproject.toml'));
  // What was ended for its time has said nothing.
  if (!made || ended.stdout.trim() === '' || !existsSync(join(target, '.venv'))) return { ...row, made };
  const { libraries = [], kept = [] } = JSON.parse(ended.stdout).http ?? {};
  const http = libraries.join(', ') || (kept.length === 0 ? 'none' : 'kept');
  const judged = await parity(server.kit, target, args, tools.python, portOf(index));
  const checked = { ...(await checks(target)), ...(await ownTests(target)) };
  const lines = options.checklist ? { checklist: await linesOf(target, tools) } : {};
  return { ...row, made, http, kept, ...judged, ...checked, ...lines };
}

/** How many lines of the checklist hold in a project, and those that do not, with what they lack. */
async function linesOf(target, { path }) {
  const lines = await checklistIn(target, path, []);
  const lacking = lines.filter(({ status }) => status !== 'ok');
  return {
    equal: lines.length - lacking.length,
    all: Math.max(1, lines.length),
    lacking: lacking.map(({ says, status, proof }) => `${status}: ${says}: ${proof}`),
  };
}

async function checklistIn(target, path, flags) {
  const command = [process.execPath, CLI, 'check', target, '--checklist', '--json', ...flags];
  const { stdout } = await run(command, { env: { PATH: path }, timeoutMs: 15 * MINUTE });
  try {
    return JSON.parse(stdout).checklist ?? [];
  } catch {
    return [];
  }
}

/** Migrates into a folder of its own. */
async function make({ name, source, env = [], args = [] }, { path }, how) {
  const target = join(WORK, 'projects', name);
  rmSync(target, { recursive: true, force: true });
  mkdirSync(join(WORK, 'projects'), { recursive: true });
  const given = [...env.flatMap((one) => ['--env', one]), ...args.map((one) => `--arg=${one}`)];
  const command = [
    process.execPath,
    CLI,
    'migrate-existing-server',
    source,
    target,
    ...how,
    '--json',
    ...given,
  ];
  return { target, ended: await run(command, { env: { PATH: path }, timeoutMs: 15 * MINUTE }) };
}

const MARKS = { ok: '+', failed: 'x', open: '.' };

/** One character per line of the checklist, and with -v what those that do not hold lack. */
async function checklistOf(server, tools) {
  const { name } = server;
  const { target, ended } = await make(
    server,
    tools,
    options.draft ? ['--no-run', '--no-install'] : ['--run'],
  );
  if (!existsSync(target)) return { name, ok: false, said: report(ended) };
  const checklist = await checklistIn(target, tools.path, options.draft ? ['--no-install'] : []);
  const lacking = checklist.flatMap(({ status, says, proof }) =>
    status === 'failed' ? [`\n    ${says}: ${proof}`] : [],
  );
  const marks = checklist.map(({ status }) => MARKS[status]).join('');
  const ok = checklist.length > 0 && (options.draft ? !marks.includes('x') : /^\++$/.test(marks));
  return { name, ok, said: `${marks}${options.verbose ? lacking.join('') : ''}` };
}

async function migrateOne(server, tools, index) {
  const { name, kit, args = [] } = server;
  const { target, ended } = await make(server, tools, ['--run']);
  const found = report(ended);
  if (ended.code !== 0) return { name, ok: false, said: found };
  const judged =
    kit === undefined || !existsSync(KIT)
      ? { ok: true, said: 'no kit' }
      : await judge(kit, target, args, tools, index);
  if (!judged.ok || !options.tests) return { name, ok: judged.ok, said: `${found}; ${judged.said}` };
  const pytest = [join(target, '.venv', 'bin', 'python'), '-m', 'pytest', '-q', '-x'];
  const tests = await run(pytest, { cwd: target, timeoutMs: 10 * MINUTE });
  const last = tests.stdout.trim().split('\n').at(-1) ?? '';
  return { name, ok: tests.code === 0, said: `${found}; ${judged.said}; ${last}` };
}

/** One line of what the command found, and with -v what differs. */
function report({ stdout, stderr, code }) {
  try {
    const { proof, diagnostics } = JSON.parse(stdout);
    const items = proof?.items ?? [];
    const kept = items.filter(({ status }) => status === 'kept').length;
    const differing = items.filter(({ status }) => status !== 'kept');
    const shown = options.verbose
      ? differing.flatMap(({ kind, name, status, differences }) => [
          `\n    ${kind} ${name}: ${status}`,
          ...differences.slice(0, 2).map((one) => `\n      ${one}`),
        ])
      : [];
    const calls =
      proof?.calls === undefined ? '' : `, ${proof.calls.equal} of ${proof.calls.made} calls equal`;
    const why =
      proof?.kind === 'compared'
        ? `${kept} of ${items.length} items kept${calls}`
        : (diagnostics[0]?.message ?? '');
    return `exit ${code}: ${why}${shown.join('')}`;
  } catch {
    return `exit ${code}: ${stderr.trim().slice(-300)}`;
  }
}

/** All servers of --sources that have no row yet, as far as --minutes go. */
async function measureAll(servers, tools) {
  const file = resolve(options.results);
  const known = readRows(file);
  const end = Date.now() + Number(options.minutes) * MINUTE;
  await inTurns(servers.entries(), async ([index, server]) => {
    if (known.has(server.name) || Date.now() > end) return;
    const row = await measure(server, tools, index);
    addRow(file, row);
    console.log(`${isClean(row) ? 'ok  ' : 'FAIL'} ${server.name}: ${row.said}`);
  });
  const rows = readRows(file);
  console.log(table(rows));
  return [...rows.values()].every(isClean) ? 0 : 1;
}

/** --jobs at a time. */
async function inTurns(all, work) {
  const next = all[Symbol.iterator]();
  const worker = async () => {
    for (const one of { [Symbol.iterator]: () => next }) await work(one);
  };
  await Promise.all(Array.from({ length: Math.max(1, Number(options.jobs)) }, worker));
}

async function main() {
  const tools = await toolsForPython();
  const wanted = (name) => only?.includes(name) ?? true;
  const servers =
    options.sources === undefined
      ? []
      : serversOf(resolve(options.sources)).filter((one) => wanted(one.name));
  if (options.results !== undefined) return measureAll(servers, tools);
  if (options.sources === undefined) {
    for (const [name, one] of Object.entries(PUBLISHED)) {
      if (wanted(name) && (one.quick || !options.quick))
        servers.push({ ...one, name, source: await fetchPublished(name, one, tools) });
    }
  }
  let failed = 0;
  await inTurns(servers.entries(), async ([index, server]) => {
    const { name, ok, said } = await (options.checklist ? checklistOf : migrateOne)(server, tools, index);
    if (!ok) failed++;
    console.log(`${ok ? 'ok  ' : 'FAIL'} ${name}: ${said}`);
  });
  console.log(`${servers.length - failed} passed, ${failed} failed`);
  return failed === 0 && servers.length > 0 ? 0 : 1;
}

process.exitCode = await main();
