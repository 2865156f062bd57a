// What the package is made of: every package whose code is in the bundle, or comes with the installation, and its licence.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const HEADER = `# Third-party licences

create-mcp-server is published as one bundle. It holds code of the packages below, each under its own licence.
This file is made by \`npm run docs\`; do not edit it.
`;

/** `node_modules/a/lib/x.js` → `node_modules/a`; also for scopes and for packages inside packages. */
function packageFolder(input) {
  const at = input.lastIndexOf('node_modules/');
  if (at < 0) return undefined;
  const parts = input.slice(at + 'node_modules/'.length).split('/');
  const name = parts[0]?.startsWith('@') ? parts.slice(0, 2) : parts.slice(0, 1);
  return input.slice(0, at) + ['node_modules', ...name].join('/');
}

function licenseFile(folder) {
  const name = readdirSync(folder)
    .sort()
    .find((entry) => /^(licen[cs]e|copying)(\.(md|txt))?$/i.test(entry));
  return name === undefined
    ? undefined
    : readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n').trim();
}

function section(root, folder) {
  const manifest = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
  const text =
    licenseFile(join(root, folder)) ?? `(The package states ${manifest.license} and holds no licence text.)`;
  const fenced = text.split('\n').map((line) => `    ${line}`.trimEnd());
  return [
    `## ${manifest.name} ${manifest.version}`,
    '',
    `Licence: ${manifest.license}`,
    '',
    ...fenced,
    '',
  ].join('\n');
}

/** Folders of packages with code in a build's outputs or files copied beside them, and of the runtime dependencies. */
export function shippedPackages(root, metafile, copied = []) {
  const used = Object.values(metafile.outputs).flatMap((output) =>
    Object.entries(output.inputs)
      .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
      .map(([input]) => packageFolder(input)),
  );
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const installed = Object.keys(manifest.dependencies ?? {}).map((name) => `node_modules/${name}`);
  const beside = copied.map((name) => packageFolder(`node_modules/${name}`));
  return [...new Set([...used, ...beside, ...installed])].filter(
    (folder) => folder && existsSync(join(root, folder)),
  );
}

/** The file's text for the packages of a build. */
export function licensesText(root, folders) {
  // By name and not by folder: an installation may lie elsewhere, behind a link.
  return `${HEADER}\n${folders
    .map((folder) => section(root, folder))
    .sort()
    .join('\n')}`;
}
