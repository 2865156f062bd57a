// Reads a report of the acceptance kit: one row of the table, the bars, and the causes of what is below them.

/** Percent at least, by name; `of` reads the figure from a report and gives `undefined` where nothing was measured. */
const BARS = [
  { name: 'listed %', atLeast: 100, of: (report) => percent(listed(report), report.operations) },
  { name: 'required %', atLeast: 99, of: (report) => report.passes.required?.percent },
  { name: 'all %', atLeast: 98, of: (report) => report.passes.all?.percent },
  { name: 'tricky %', atLeast: 97, of: (report) => report.passes.tricky?.percent },
  {
    name: 'coverage %',
    atLeast: 99,
    of: ({ parameterCoverage }) => (parameterCoverage?.declared ? parameterCoverage.percent : undefined),
  },
  {
    name: 'dot segments %',
    atLeast: 100,
    of: ({ dotSegments }) => (dotSegments?.tried ? dotSegments.percent : undefined),
  },
];
/** Right answers to off-contract upstreams; the issue names no bar, and nothing but all is right. */
const ANSWERS_AT_LEAST = 100;
const MAX_CAUSES = 40;

const percent = (part, whole) => (whole ? Math.round((1000 * part) / whole) / 10 : undefined);
const listed = (report) => (report.perOperation ?? []).filter((operation) => operation.listed).length;

export const head = () => [
  'document',
  'over',
  'operations',
  ...BARS.map((bar) => bar.name),
  'list KB',
  's',
  '',
];

export function row(result) {
  const { name, transport, report } = result;
  if (!report?.started)
    return [name, transport, report?.operations ?? '', ...BARS.map(() => '-'), '', '', 'NOT STARTED'];
  const figures = BARS.map((bar) => bar.of(report) ?? 'n/a');
  const below = barsOf(result).some(({ ok }) => !ok);
  const size = Math.round(report.toolsListBytes / 1024);
  return [
    name,
    transport,
    report.operations,
    ...figures,
    size,
    Math.round(report.ms / 1000),
    below ? 'BELOW' : '',
  ];
}

/** Each bar with its figure and whether it holds. */
export function barsOf({ report }) {
  if (!report?.started) return [{ name: 'started', ok: false }];
  const bars = BARS.map((bar) => ({ name: bar.name, figure: bar.of(report), atLeast: bar.atLeast }));
  const answers = Object.entries(report.answers ?? {}).map(([mode, { tried, percent: figure }]) => ({
    name: `answers: ${mode}`,
    figure: tried ? figure : undefined,
    atLeast: ANSWERS_AT_LEAST,
  }));
  return [...bars, ...answers].map((bar) => ({
    ...bar,
    ok: bar.figure === undefined || bar.figure >= bar.atLeast,
  }));
}

const shortened = (value) => JSON.stringify(value ?? null).slice(0, 220);

/** What went wrong, operation by operation, as lines; empty when nothing did. */
export function causes({ name, transport, report, failed }) {
  const title = `\n${name} over ${transport}`;
  if (failed !== undefined) return [title, `  ${failed}`];
  if (!report.started) return [title, `  ${report.error}`, `  ${(report.stderrTail ?? '').slice(-600)}`];
  const lines = report.perOperation.flatMap((operation) => {
    if (!operation.listed) return [`  not listed: ${operation.op}`];
    return Object.keys(report.passes).flatMap((pass) => describe(operation, pass));
  });
  const dots = (report.dotSegments?.failures ?? []).map(
    (x) => `  dot segment ${x.op} ${x.argument}=${shortened(x.value)}: sent`,
  );
  const answers = Object.entries(report.answers ?? {}).flatMap(([mode, { failures }]) =>
    failures.slice(0, 3).map((x) => `  answers ${mode} ${x.op}: ${x.why}`),
  );
  const all = [...lines, ...dots, ...answers];
  if (all.length === 0) return [];
  const more = all.length > MAX_CAUSES ? [`  and ${all.length - MAX_CAUSES} more`] : [];
  return [title, ...all.slice(0, MAX_CAUSES), ...more];
}

function describe(operation, pass) {
  const { ok, reason, call } = operation[pass];
  if (ok) return [];
  const detail =
    call?.violations?.[0]?.message ?? call?.violations?.[0]?.detail ?? call?.text ?? call?.detail;
  return [`  ${pass} ${operation.op} (${operation.tool}): ${reason} ${shortened(detail)}`];
}
