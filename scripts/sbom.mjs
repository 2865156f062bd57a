#!/usr/bin/env node
// dist/sbom.cdx.json: a CycloneDX list of what the package is made of. npm knows what is installed, the build what of it is shipped.
// The same sources give the same bytes: no time, no random number.
//   npm run sbom
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { shippedPackages } from './build/licenses.mjs';
import { build, ROOT, WASM } from './build.mjs';

/** npm's own list, of the lock file: with hashes and licences, and with everything that only develops. */
function npmList() {
  const args = ['sbom', '--sbom-format', 'cyclonedx', '--sbom-type', 'application', '--package-lock-only'];
  const shell = process.platform === 'win32';
  const { status, stdout, stderr } = spawnSync('npm', args, { cwd: ROOT, encoding: 'utf8', shell });
  if (status !== 0) throw new Error(`npm sbom ended with ${status}: ${stderr.slice(-500)}`);
  return JSON.parse(stdout);
}

const named = ({ group, name, version }) => `${group ? `${group}/` : ''}${name}@${version}`;

/** The list, of the packages in `folders` only. */
export function sbomOf(folders) {
  const { metadata, components, dependencies, serialNumber: _random, ...rest } = npmList();
  const manifests = folders.map((folder) =>
    JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8')),
  );
  const shipped = new Set(manifests.map(({ name, version }) => `${name}@${version}`));
  // A package that only develops for npm is part of what is published: it is in the bundle.
  const isDevelopment = ({ name }) => name === 'cdx:npm:package:development';
  const kept = components
    .filter((component) => shipped.has(named(component)))
    .map(({ properties = [], ...component }) => ({
      ...component,
      scope: 'required',
      properties: properties.filter((property) => !isDevelopment(property)),
    }));
  const missing = shipped.size - kept.length;
  if (missing > 0) throw new Error(`${missing} of the shipped packages are not in the lock file.`);
  const { timestamp: _now, ...about } = metadata;
  const own = about.component['bom-ref'];
  // npm names it after the folder of the checkout.
  about.component.name = own.replace(/@[^@]*$/, '');
  const refs = new Set([own, ...kept.map((component) => component['bom-ref'])]);
  return {
    ...rest,
    metadata: about,
    components: kept,
    dependencies: dependencies
      .filter(({ ref }) => refs.has(ref))
      .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter((one) => refs.has(one)) })),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const sbom = sbomOf(shippedPackages(ROOT, await build(), WASM));
  writeFileSync(join(ROOT, 'dist', 'sbom.cdx.json'), `${JSON.stringify(sbom, null, 2)}\n`);
  console.log(`dist/sbom.cdx.json: ${sbom.components.length} packages`);
}
