// Lets scripts read what the TypeScript sources say, without a build.
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

const SOURCES = fileURLToPath(new URL('../src', import.meta.url));

/** The exports of `code`, whose imports are relative to `src`, bundled in memory. */
export async function load(code) {
  const { outputFiles } = await esbuild.build({
    stdin: { contents: code, resolveDir: SOURCES, loader: 'ts' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    write: false,
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
}
