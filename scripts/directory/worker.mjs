// One process that generates document after document and tells what came of each. Nothing is written.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { parse as parseToml } from 'smol-toml';

const library = await import(process.argv[2]);
// A run of the command lets V8 compile ruff's code once; this process runs it thousands of times.
for (const flag of ['--wasm-tier-up', '--wasm-dynamic-tiering']) setFlagsFromString(flag);
const stages = await library.loadStages();
// The formatter's thread is ended after its last user: one that never ends keeps it.
new library.PythonFormatter({});

const options = library.resolveOptions({
  flags: { tools: 'all', install: false, check: false, git: false },
  config: {},
  answers: {},
  preset: {},
}).value;
const facts = { generatorVersion: library.packageVersion(), languageVersion: '3.13' };

/** Texts that were found clean, without the project's own name: most files are the same in every project. */
const clean = new Set();

/** What ruff and the parsers say about the finished files, independent of what the pipeline did. */
function findings(files, slug) {
  const found = [];
  const pyproject = files.find(({ path }) => path === 'pyproject.toml').content;
  // The rules name the project's own package.
  const ruff = library.ruffWorkspace(parseToml(pyproject).tool.ruff);
  for (const { path, content } of files) {
    if (typeof content !== 'string') continue;
    const same = createHash('sha1')
      .update(content.replaceAll(`mcp_${slug}`, 'mcp_package'))
      .digest('base64');
    if (clean.has(same)) continue;
    const complaint = path.endsWith('.py') ? lint(content, ruff) : parse(path, content);
    if (complaint === undefined) clean.add(same);
    else found.push(`${path}: ${complaint}`);
  }
  return found;
}

function parse(path, content) {
  try {
    library.parseData(path, content);
    return undefined;
  } catch (error) {
    return error.message;
  }
}

function lint(content, workspace) {
  try {
    if (workspace.format(content) !== content) return 'not as ruff formats it';
    const [first] = workspace.check(content);
    return first && `line ${first.start_location.row}: ${first.code} ${first.message}`;
  } catch (error) {
    return error.message;
  }
}

async function generate({ file, name }) {
  const source = { kind: 'file', path: file };
  const loaded = await stages.loadSpec(source, stages.loadPolicy, library.diskWorld());
  if (!loaded.ok) return loaded;
  const model = library.modelOf(loaded.value, options, stages);
  const found = [...loaded.diagnostics, ...model.diagnostics];
  if (!model.ok) return { ok: false, diagnostics: found };
  const origin = { ...facts, origin: `${name}.json` };
  const composed = await library.composeProject(loaded.value, model.value, options, origin, stages);
  const diagnostics = [...found, ...composed.diagnostics];
  return composed.ok
    ? { ok: true, model: model.value, files: composed.value.files, diagnostics }
    : { ok: false, diagnostics };
}

/** Diagnostics by code; one that stands for many says how many. */
function counts(diagnostics) {
  const result = {};
  for (const { code, message } of diagnostics) {
    const many = /^(?:and )?(\d+) more /.exec(message);
    result[code] = (result[code] ?? 0) + Number(many?.[1] ?? 1);
  }
  return result;
}

const shown = ({ code, message, place }, file) => ({
  code,
  message: message.replaceAll(file, '').slice(0, 300),
  ...(place === undefined ? {} : { line: place.line, pointer: place.pointer }),
});

function outcome(document, made) {
  const { diagnostics } = made;
  const codes = counts(diagnostics);
  const repairs = diagnostics.filter(({ severity }) => severity === 'repair').length;
  const texts = diagnostics
    .filter(({ code }) => code.startsWith('text.'))
    .map((one) => shown(one, document.file));
  const base = { codes, repairs, texts };
  if (!made.ok) {
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    const isBug = errors.length === 0 || errors.some(({ code }) => code.startsWith('internal.'));
    return {
      ...base,
      state: isBug ? 'crashed' : 'refused',
      errors: errors.slice(0, 3).map((one) => shown(one, document.file)),
    };
  }
  const { model, files } = made;
  const python = files
    .filter(({ path }) => path.endsWith('.py'))
    .reduce((sum, { content }) => sum + content.length, 0);
  return {
    ...base,
    state: 'generated',
    tools: model.tools.length,
    files: files.length,
    python,
    unclean: findings(files, model.service.slug),
  };
}

/** Peak memory in MB since the last call, where the system can tell; since the start of the process elsewhere. */
function peak() {
  try {
    const [, kilobytes] = /VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'));
    writeFileSync('/proc/self/clear_refs', '5');
    return Math.round(Number(kilobytes) / 1024);
  } catch {
    return Math.round(process.resourceUsage().maxRSS / 1024);
  }
}

const cpuMs = (since) => {
  const { user, system } = process.cpuUsage(since);
  return Math.round((user + system) / 1000);
};

async function measured(document) {
  peak();
  const from = performance.now();
  const cpu = process.cpuUsage();
  const made = await generate(document);
  const figures = { ms: Math.round(performance.now() - from), cpuMs: cpuMs(cpu), peakMb: peak() };
  return { ...figures, ...outcome(document, made) };
}

const crash = (error) => ({
  state: 'crashed',
  errors: [{ code: 'exception', message: String(error?.stack ?? error).slice(0, 600) }],
});

process.on('message', async (document) => {
  const result = await measured(document).catch(crash);
  process.send({ ...result, rssMb: Math.round(process.memoryUsage.rss() / 2 ** 20) });
});
process.send('ready');
