// Bundles src/main.ts into dist/. What a command does not need stays in chunks of its own, which dynamic imports load.
// Same sources, same bytes: nothing of the time, the machine or the folder goes into the output.
import { copyFileSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import { embeddedTemplates, templatePlan } from './build/templates.mjs';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));

const runtimeDependencies = Object.keys(
  JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).dependencies ?? {},
);

/** Node's own name for a missing `require` in ES modules; CommonJS dependencies in the bundle call it for built-in modules. */
const REQUIRE = [
  "import { createRequire as __createRequire } from 'node:module';",
  'const require = __createRequire(import.meta.url);',
].join('');

/** zod speaks 50 languages, 220 KB of them; our messages are English and do not come from it. */
const withoutLocales = {
  name: 'without-locales',
  setup(build) {
    build.onLoad({ filter: /[/\\]zod[/\\]v4[/\\]locales[/\\]index\.js$/ }, () => ({
      contents: "export { default as en } from './en.js';",
    }));
  },
};

/** Commander starts other programs for subcommands that are files; we have none, and the module costs 5 ms at every start. */
const withoutSubcommandFiles = {
  name: 'without-subcommand-files',
  setup(build) {
    build.onResolve({ filter: /^node:child_process$/ }, ({ importer }) =>
      /[\\/]commander[\\/]/.test(importer) ? { path: 'child_process', namespace: 'empty' } : undefined,
    );
    build.onLoad({ filter: /.*/, namespace: 'empty' }, () => ({ contents: 'module.exports = {};' }));
  },
};

/** The parser that reads servers to migrate, and formatters: WebAssembly that the bundle loads from beside itself. */
export const WASM = [
  'web-tree-sitter/web-tree-sitter.wasm',
  'tree-sitter-python/tree-sitter-python.wasm',
  '@wasm-fmt/biome_fmt/biome_fmt_bg.wasm',
  '@wasm-fmt/gofmt/gofmt.wasm',
];

function copyWasm(outdir) {
  const require = createRequire(import.meta.url);
  mkdirSync(join(outdir, 'wasm'), { recursive: true });
  for (const name of WASM) copyFileSync(require.resolve(name), join(outdir, 'wasm', basename(name)));
}

/**
 * Builds into `outdir` (absolute). Returns esbuild's metafile, whose paths are relative to the repository.
 * Throws esbuild's BuildFailure.
 */
export async function build({ outdir = join(ROOT, 'dist') } = {}) {
  const aside = `${outdir}.${process.pid}`;
  const templates = await templatePlan(ROOT);
  const { metafile } = await esbuild.build({
    absWorkingDir: ROOT,
    entryPoints: { main: 'src/main.ts' },
    outdir: aside,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    chunkNames: 'chunks/[name]-[hash]',
    external: runtimeDependencies,
    plugins: [withoutSubcommandFiles, withoutLocales, embeddedTemplates(templates.languages)],
    charset: 'utf8',
    banner: { js: REQUIRE },
    // Names stay, so that a stack in a bug report still says where it comes from.
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: 'none',
    metafile: true,
    logLevel: 'warning',
  });
  copyWasm(aside);
  await templates.write(aside);
  // Whoever starts the program in this moment finds the old bundle or the new one.
  rmSync(outdir, { recursive: true, force: true });
  renameSync(aside, outdir);
  return metafile;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const metafile = await build();
  const bytes = Object.values(metafile.outputs).reduce((sum, output) => sum + output.bytes, 0);
  console.log(`dist/: ${Object.keys(metafile.outputs).length} files, ${Math.round(bytes / 1024)} KB`);
}
