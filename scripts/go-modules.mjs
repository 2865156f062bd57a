#!/usr/bin/env node
// Writes generators/targets/go/modules.ts and the go.mod of the runtime: which lines of go.mod and go.sum a Go project has, for itself
// and for each combination of what features bring. `go mod tidy` says which.
//   node scripts/go-modules.mjs            needs Go and its module proxy
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const RUNTIME = join(ROOT, 'templates', 'targets', 'go', 'runtime');
const OUT = join(ROOT, 'generators', 'targets', 'go', 'modules.ts');

/** What is used of each module: its packages, and those of its tests. What a feature needs together is one set, named after its first module. */
const SETS = [
  {
    'github.com/redis/go-redis/v9': { version: 'v9.22.0', packages: [''] },
    'github.com/alicebob/miniredis/v2': { version: 'v2.40.0', tests: [''] },
  },
  {
    'github.com/prometheus/client_golang': {
      version: 'v1.24.1',
      packages: ['/prometheus', '/prometheus/promhttp'],
    },
    'go.opentelemetry.io/otel': {
      version: 'v1.46.0',
      packages: ['', '/attribute', '/codes', '/propagation'],
    },
    'go.opentelemetry.io/otel/sdk': {
      version: 'v1.46.0',
      packages: ['/resource', '/trace'],
      tests: ['/trace/tracetest'],
    },
    'go.opentelemetry.io/otel/trace': { version: 'v1.46.0', packages: [''] },
    'go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp': { version: 'v1.46.0', packages: [''] },
  },
  { 'github.com/sony/gobreaker/v2': { version: 'v2.4.0', packages: [''] } },
];
const ALL = Object.assign({}, ...SETS);

const folder = mkdtempSync(join(tmpdir(), 'go-modules-'));
const go = (...args) => execFileSync('go', args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
const read = (name) => readFileSync(join(folder, name), 'utf8');

const requiresOf = (mod) =>
  mod
    .split('\n')
    .filter((line) => /^\t\S+ v/.test(line))
    .map((line) => line.trim());

/** Makes a program that uses some modules, has Go tidy it, and gives the lines: `{ requires, sums }`. */
function tidied(modules, start) {
  const uses = join(folder, 'internal', 'uses');
  rmSync(uses, { recursive: true, force: true });
  mkdirSync(uses, { recursive: true });
  const imports = (kind) =>
    modules.flatMap((name) => (ALL[name][kind] ?? []).map((rest) => `\t_ "${name}${rest}"\n`));
  const file = (kind) => `package uses\n\nimport (\n${imports(kind).join('')})\n`;
  writeFileSync(join(uses, 'uses.go'), file('packages'));
  writeFileSync(join(uses, 'uses_test.go'), file('tests'));
  writeFileSync(join(folder, 'go.mod'), start.mod);
  writeFileSync(join(folder, 'go.sum'), start.sum);
  go('mod', 'tidy');
  return { requires: requiresOf(read('go.mod')), sums: read('go.sum').trim().split('\n') };
}

/** The same, from the versions of all modules together. What Go keeps only because it stood there before is left out. */
function ownLines(modules) {
  tidied(modules, whole);
  const kept = read('go.mod')
    .split('\n')
    .filter((line) => !/^\t\S+ v/.test(line) || whole.mod.includes(`\t${line.trim().split(' ')[0]} `));
  return tidied(modules, { mod: kept.join('\n'), sum: whole.sum });
}

/** Every way to choose some of the sets; the place in the list has a bit for each set. */
const choices = Array.from({ length: 2 ** SETS.length }, (_, bits) =>
  SETS.flatMap((set, place) => ((bits >> place) & 1 ? Object.keys(set) : [])),
);

cpSync(RUNTIME, folder, { recursive: true });
tidied([], { mod: read('go.mod'), sum: read('go.sum') });
go('get', ...Object.entries(ALL).map(([name, { version }]) => `${name}@${version}`));
tidied(Object.keys(ALL), { mod: read('go.mod'), sum: read('go.sum') });
const whole = { mod: read('go.mod'), sum: read('go.sum') };

/** Line → the combinations that have it. */
const found = { requires: new Map(), sums: new Map() };
choices.forEach((modules, combination) => {
  for (const [kind, lines] of Object.entries(ownLines(modules))) {
    for (const line of lines) found[kind].set(line, [...(found[kind].get(line) ?? []), combination]);
  }
  if (combination > 0) return;
  for (const name of ['go.mod', 'go.sum']) writeFileSync(join(RUNTIME, name), read(name));
});
rmSync(folder, { recursive: true });

const groups = new Map();
for (const [kind, lines] of Object.entries(found)) {
  for (const [line, combinations] of lines) {
    const key = combinations.join(', ');
    if (!groups.has(key)) groups.set(key, { requires: [], sums: [] });
    groups.get(key)[kind].push(line);
  }
}
const list = (lines) => `[${lines.map((line) => `'${line}', `).join('')}]`;
const group = ([combinations, { requires, sums }]) =>
  `{ combinations: [${combinations}], requires: ${list(requires)}, sums: ${list(sums)} },`;
writeFileSync(
  OUT,
  `// Written by \`node scripts/go-modules.mjs\`.

/** Lines of go.mod and go.sum that stand in the same combinations. */
export interface ModuleLines {
  readonly combinations: readonly number[];
  readonly requires: readonly string[];
  readonly sums: readonly string[];
}

/** What features bring; a set is named after its first module. The number of a combination has a bit for each set, 0 is a plain project. */
export const MODULE_SETS: readonly string[] = ${list(SETS.map((set) => Object.keys(set)[0]))};

export const MODULE_LINES: readonly ModuleLines[] = [${[...groups].map(group).join('')}];
`,
);
execFileSync('npx', ['biome', 'format', '--write', OUT], { cwd: ROOT, stdio: ['ignore', 'ignore', 'pipe'] });
console.log(`${choices.length} combinations of ${SETS.length} sets of modules`);
