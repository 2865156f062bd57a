// Everything that is copied or rendered into generated projects, as one module of the bundle: reading one file of a few
// hundred kilobytes takes a millisecond, walking a hundred small ones takes twenty on a cold disk.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What running the tests of the runtime leaves behind. */
const LEFTOVER =
  /^(__pycache__|\.(mypy|ruff|pytest|hypothesis)(_cache)?|\.venv|\.coverage.*|uv\.lock|.*\.pyc)$/;

function filesBelow(root, folder) {
  const entries = readdirSync(join(root, folder), { withFileTypes: true });
  return entries.flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (LEFTOVER.test(entry.name)) return [];
    return entry.isDirectory() ? filesBelow(root, path) : [path];
  });
}

/** Path below `templates/` → text, in the order of the paths. */
function templateTexts(root) {
  const paths = filesBelow(join(root, 'templates'), '.').map((path) => path.slice(2));
  return Object.fromEntries(
    paths.sort().map((path) => [path, readFileSync(join(root, 'templates', path), 'utf8')]),
  );
}

/**
 * Stands in for src/render/sources-disk.ts in the bundle. The texts are parsed as JSON, which is twice as fast as an object
 * literal of this size.
 */
function moduleText(root) {
  return `
const texts = JSON.parse(${JSON.stringify(JSON.stringify(templateTexts(root)))});
export const templateSources = {
  get(path) {
    if (!Object.hasOwn(texts, path)) throw new Error('There is no template called ' + path + '.');
    return texts[path];
  },
  list: () => Object.keys(texts),
};`;
}

/** The esbuild plugin that puts the texts under `templates/` into the bundle. */
export const embeddedSources = (root) => ({
  name: 'embedded-sources',
  setup(build) {
    build.onLoad({ filter: /[/\\]src[/\\]render[/\\]sources-disk\.ts$/ }, () => ({
      contents: moduleText(root),
      loader: 'js',
    }));
  },
});
