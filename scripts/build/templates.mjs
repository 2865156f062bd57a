// Everything that is copied or rendered into generated projects, per language: a run reads the files of its own language only.
// Texts lie in `templates/<language>.json`; templates are compiled here, to `templates/<language>.cjs`, so that the program
// needs neither Handlebars' parser (90 KB) nor the 40 ms that compiling takes.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as esbuild from 'esbuild';
import Handlebars from 'handlebars';

/** What running the tests of the runtime leaves behind. */
const LEFTOVER =
  /^(__pycache__|node_modules|\.(mypy|ruff|pytest|hypothesis)(_cache)?|\.venv|\.coverage.*|uv\.lock|.*\.pyc)$/;

function filesBelow(root, folder) {
  const entries = readdirSync(join(root, folder), { withFileTypes: true });
  return entries.flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (LEFTOVER.test(entry.name)) return [];
    return entry.isDirectory() ? filesBelow(root, path) : [path];
  });
}

const isTemplate = (path) => path.endsWith('.hbs');

/** The languages and how templates are compiled, from the sources of the program. */
async function fromSources(root) {
  const { outputFiles } = await esbuild.build({
    stdin: {
      contents: `export { targets } from './generators/registry.js';
        export { compileOptions } from './src/render/compile-options.js';`,
      resolveDir: root,
      loader: 'ts',
    },
    bundle: true,
    format: 'esm',
    platform: 'node',
    write: false,
    logLevel: 'warning',
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
}

/** Paths below `templates/` by the language that they name; `common` are those that name none. */
function byLanguage(root, languages) {
  const paths = filesBelow(join(root, 'templates'), '.').map((path) => path.slice(2));
  const groupOf = (path) => languages.find((id) => path.split('/').includes(id)) ?? 'common';
  const groups = new Map();
  for (const path of paths.sort()) groups.set(groupOf(path), [...(groups.get(groupOf(path)) ?? []), path]);
  return groups;
}

/** Writes `templates/*` below `outdir`. Throws Handlebars' error for a text that is no template. */
async function writeTemplates(root, outdir, groups, helpersOf, compileOptions) {
  mkdirSync(join(outdir, 'templates'), { recursive: true });
  for (const [language, paths] of groups) {
    const read = (path) => readFileSync(join(root, 'templates', path), 'utf8');
    const texts = Object.fromEntries(
      paths.filter((path) => !isTemplate(path)).map((path) => [path, read(path)]),
    );
    const options = compileOptions(await helpersOf(language));
    const compiled = paths
      .filter(isTemplate)
      .map((path) => `${JSON.stringify(path)}:${Handlebars.precompile(read(path), options)}`);
    writeFileSync(join(outdir, 'templates', `${language}.json`), JSON.stringify(texts));
    writeFileSync(
      join(outdir, 'templates', `${language}.cjs`),
      `module.exports={${compiled.join(',\n')}};\n`,
    );
  }
}

/** Reads what lies beside the bundle; `which` is `json` or `cjs`. */
const LOADER = `
import { createRequire } from 'node:module';
const load = createRequire(import.meta.url);
const loaded = new Map();
const read = (language, which) => {
  const name = '../templates/' + language + '.' + which;
  if (!loaded.has(name)) loaded.set(name, load(name));
  return loaded.get(name);
};
const find = (path, which) => {
  const language = Object.hasOwn(languages, path) ? languages[path] : undefined;
  const found = language === undefined ? undefined : read(language, which)[path];
  if (found === undefined) throw new Error('There is no template called ' + path + '.');
  return found;
};
`;

const sourcesModule = (languages) => `
const languages = ${JSON.stringify(languages)};
${LOADER}
export const templateSources = { get: (path) => find(path, 'json'), list: () => Object.keys(languages) };
`;

const compilerModule = (languages) => `
import Handlebars from 'handlebars/dist/cjs/handlebars.runtime.js';
const languages = ${JSON.stringify(languages)};
${LOADER}
export const templateCompiler = {
  create: () => Handlebars.create(),
  compile: (engine, { path }) => engine.template(find(path, 'cjs')),
  partial: (engine, { path }) => engine.template(find(path, 'cjs')),
};
`;

/** The esbuild plugin that lets the bundle read what `writeTemplates` wrote. */
export const embeddedTemplates = (languages) => ({
  name: 'embedded-templates',
  setup(build) {
    const contents = { 'sources-disk': sourcesModule(languages), compiler: compilerModule(languages) };
    for (const [name, text] of Object.entries(contents)) {
      build.onLoad({ filter: new RegExp(`[/\\\\]src[/\\\\]render[/\\\\]${name}\\.ts$`) }, ({ path }) => ({
        contents: text,
        loader: 'js',
        resolveDir: join(path, '..'),
      }));
    }
  },
});

/** The languages, their paths and their helpers' names. */
export async function templatePlan(root) {
  const { targets, compileOptions } = await fromSources(root);
  const groups = byLanguage(root, Object.keys(targets));
  const helpersIn = async (language) => Object.keys((await targets[language]()).helpers);
  // A template of no language prints through the helpers that all of them have.
  const inAll = (await Promise.all(Object.keys(targets).map(helpersIn))).reduce((all, names) =>
    all.filter((name) => names.includes(name)),
  );
  const helpersOf = async (language) => (language === 'common' ? inAll : await helpersIn(language));
  const languages = Object.fromEntries(
    [...groups].flatMap(([language, paths]) => paths.map((path) => [path, language])),
  );
  return { languages, write: (outdir) => writeTemplates(root, outdir, groups, helpersOf, compileOptions) };
}
