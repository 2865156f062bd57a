// The page with the figures of all documents, from their records.
import { execFileSync } from 'node:child_process';
import { defectFor } from './defects.mjs';

/** What the page says of each language: its name, and what its projects' own checks are. */
const LANGUAGES = {
  python: { title: 'Python', checks: 'ruff, format, mypy --strict, pytest, coverage ≥ 90 %' },
  typescript: {
    title: 'TypeScript',
    checks:
      'biome format, biome lint, tsc, build, vitest; the tests of the runtime, which are the same bytes in all, once',
  },
  go: { title: 'Go', checks: 'gofmt, build, vet, staticcheck, tests' },
};
/** The steps of a project's checks that run its tests; the others look at its sources. */
const TESTS = ['pytest', 'test', 'coverage'];

/** The page of a language, below docs/. */
export const pageFile = (target) => `measured-corpus${target === 'python' ? '' : `-${target}`}.md`;

const COLUMNS = ['required', 'all', 'tricky'];
const percent = (ok, of) => (of === 0 ? '–' : ok === of ? '100' : ((100 * ok) / of).toFixed(2));
const shown = (part) => (part === undefined ? '' : percent(part.ok, part.of));
const kilobytes = (bytes) => (bytes === undefined ? '' : String(Math.ceil(bytes / 1024)));
const sum = (parts) =>
  parts.reduce((total, part) => ({ ok: total.ok + part.ok, of: total.of + part.of }), { ok: 0, of: 0 });
const line = (cells) => `| ${cells.join(' | ')} |`;
const rule = (cells) => line(cells.map(() => '---'));

const HEAD = [
  ...['document', 'operations', 'listed', ...COLUMNS, 'parameters', 'dot segments', 'constraints added'],
  ...['list KB', 'generated ms', 'sources', 'tests', 'coverage', 'checks s'],
];

function row({ name, record }) {
  const { accept, checks, constraints } = record.steps;
  if (record.refused !== undefined) return [name, 'refused', ...HEAD.slice(2).map(() => '')];
  const states = Object.entries(checks?.states ?? {});
  const clean = states.every(([step, ok]) => ok || TESTS.includes(step));
  const passed = states.every(([step, ok]) => ok || !TESTS.includes(step));
  return [
    ...[name, accept?.operations ?? '', accept ? percent(accept.listed, accept.operations) : ''],
    ...COLUMNS.map((pass) => shown(accept?.passes?.[pass])),
    ...[shown(accept?.coverage), shown(accept?.dots), constraints?.bad ?? '', kilobytes(accept?.listBytes)],
    ...[record.generatedMs ?? '', checks === undefined ? '' : clean ? 'clean' : 'NOT CLEAN'],
    ...[checks === undefined ? '' : passed ? checks.tests : `${checks.tests}, FAILED`],
    ...[checks?.coverage ?? '', checks?.seconds ?? ''],
  ];
}

/** Rows of a kind of sweep beside the plain one. */
function sweepTable(entries, step) {
  const done = entries.filter(({ record }) => record.steps[step]?.operations !== undefined);
  if (done.length === 0) return [];
  const head = ['document', 'operations', 'listed', ...COLUMNS, 'parameters', 'dot segments', 'list KB'];
  const rows = done.map(({ name, record: { steps } }) => {
    const { operations, listed, passes, coverage, dots, listBytes } = steps[step];
    return [
      ...[name, operations, percent(listed, operations), ...COLUMNS.map((pass) => shown(passes[pass]))],
      ...[shown(coverage), shown(dots), kilobytes(listBytes)],
    ];
  });
  return [line(head), rule(head), ...rows.map(line)];
}

function answersTable(entries) {
  const done = entries.filter(({ record }) => record.steps.answers?.operations !== undefined);
  if (done.length === 0) return [];
  const modes = Object.keys(done[0].record.steps.answers.answers);
  const head = ['document', ...modes];
  const rows = done.map(({ name, record }) => [
    name,
    ...modes.map((mode) => {
      const answered = record.steps.answers.answers[mode];
      return answered?.of ? `${answered.ok} of ${answered.of}` : '–';
    }),
  ]);
  return [line(head), rule(head), ...rows.map(line)];
}

function totals(entries, language) {
  const swept = entries.map(({ record }) => record.steps.accept).filter((step) => step?.passes);
  const all = (read) => sum(swept.map(read));
  const told = (title, part) => `- ${title}: ${part.ok} of ${part.of} (${percent(part.ok, part.of)} %)`;
  const checks = entries.map(({ record }) => record.steps.checks).filter((step) => step !== undefined);
  const constraints = entries
    .map(({ record }) => record.steps.constraints)
    .filter((step) => step?.tools !== undefined);
  const made = entries.filter(({ record }) => record.refused === undefined).length;
  return [
    `- ${made} documents become projects, ${entries.length - made} are refused with a reason.`,
    told(
      'listed',
      all(({ listed, operations }) => ({ ok: listed, of: operations })),
    ),
    ...COLUMNS.map((pass) =>
      told(
        `called correctly, ${pass}`,
        all(({ passes }) => passes[pass]),
      ),
    ),
    told(
      'declared parameters that can be sent',
      all(({ coverage }) => coverage),
    ),
    told(
      'dot and empty path segments refused',
      all(({ dots }) => dots),
    ),
    `- tools that refuse what the document allows: ${constraints.reduce((n, { bad }) => n + bad, 0)} of ${constraints.reduce((n, { tools }) => n + tools, 0)}`,
    `- projects with clean checks (${language.checks}, no suppression): ${checks.filter(({ good }) => good).length} of ${checks.length}; ${checks.reduce((n, { tests }) => n + tests, 0)} tests`,
  ];
}

const MAX_NOTE = 240;
const inOneLine = (note) => note.trim().replaceAll('`', "'").replace(/\s+/g, ' ').slice(0, MAX_NOTE);

/** What is not as it should be, document by document, each cause once. */
function remaining(entries) {
  const lines = entries.flatMap(({ name, record }) => {
    const causes = new Map();
    for (const [step, { notes = [] }] of Object.entries(record.steps)) {
      for (const note of notes) {
        const defect = defectFor(name, note);
        const key = defect ?? note;
        const known = causes.get(key) ?? { step, note, defect, count: 0 };
        causes.set(key, { ...known, count: known.count + 1 });
      }
    }
    const refused = record.refused === undefined ? [] : [`- ${name}: refused. ${record.refused}`];
    const found = [...causes.values()].map(
      ({ step, note, defect, count }) =>
        `- ${name}, ${step}, ${count} ${count === 1 ? 'finding' : 'findings'}, \`${inOneLine(note)}\`: ${defect ?? 'not explained by the document'}`,
    );
    return [...refused, ...found];
  });
  return lines.length === 0 ? ['Nothing.'] : lines;
}

/** True when a step was measured and nothing in it is ours to mend. */
export const isExplained = (name, step) =>
  step !== undefined &&
  step.failed === undefined &&
  (step.good || (step.notes.length > 0 && step.notes.every((note) => defectFor(name, note) !== undefined)));

const section = (title, intro, rows) =>
  rows.length === 0 ? [] : ['', `## ${title}`, '', intro, '', ...rows];

function commit(root) {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim();
  } catch {
    return 'unknown';
  }
}

/** The whole page, as Markdown; `entries` are `{ name, record }` in the order of the corpus. */
export function page(entries, root, target) {
  const language = LANGUAGES[target] ?? { title: target, checks: 'all' };
  const command = `npm run corpus --${target === 'python' ? '' : ` --target ${target}`}`;
  const date = new Date().toISOString().slice(0, 10);
  const at = `${date}, commit ${commit(root)}`;
  return `${[
    '# Every document of the corpus, measured',
    '',
    `Written by \`${command.replace(/ --$/, '')}\` (${at}); do not edit it. The documents and the acceptance kit are not part of this`,
    `repository: \`SHARED_DIR\` says where they lie. The kit starts each generated ${language.title} server, calls every tool over MCP, and`,
    'judges each byte of the requests against the document. Figures are percent of operations, unless the head says otherwise;',
    '– means that the document has nothing of the kind, an empty cell that it was not measured. Each figure is from the last time',
    'that it was measured for its document, which may have been at an earlier commit; times are wall times of a machine that was not idle.',
    '',
    ...totals(entries, language),
    '',
    line(HEAD),
    rule(HEAD),
    ...entries.map((entry) => line(row(entry))),
    ...section(
      'Three tools for all operations (`--tools dynamic`)',
      `\`${command} --steps dynamic\``,
      sweepTable(entries, 'dynamic'),
    ),
    ...section('Over streamable HTTP', `\`${command} --steps http\``, sweepTable(entries, 'http')),
    ...section(
      'Answers off the contract',
      `\`${command} --steps answers\`: how many of the tried operations handle an upstream that answers so.`,
      answersTable(entries),
    ),
    '',
    '## What remains',
    '',
    ...remaining(entries),
  ].join('\n')}\n`;
}
