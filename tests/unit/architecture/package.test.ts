/** What is published: which files, what runs when somebody installs it, whose code it is, under which licences. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { ROOT } from './tree.js';

interface Locked {
  readonly version?: string;
  readonly license?: string;
  readonly integrity?: string;
  readonly link?: boolean;
  readonly hasInstallScript?: boolean;
  readonly dev?: boolean;
}
const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
const lock: Record<string, Locked> = JSON.parse(
  readFileSync(join(ROOT, 'package-lock.json'), 'utf8'),
).packages;

/** What npm does by itself with somebody who installs the package. */
const RUNS_AT_INSTALL = ['preinstall', 'install', 'postinstall', 'prepare', 'preprepare', 'postprepare'];
/** Each is read before it is added. All but the first two are dictated by what is bundled; none asks for more than its text to be kept. */
const LICENSES = ['MIT', 'Apache-2.0', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD', 'BlueOak-1.0.0'];
const PUBLISHED =
  /^(bin\/[\w-]+\.js|dist\/[\w./-]+|examples\/[\w.-]+|(README|CHANGELOG|THIRD-PARTY-LICENSES|SECURITY)\.md|LICENSE|package\.json)$/;

async function npm(...args: string[]): Promise<unknown> {
  const options = { cwd: ROOT, shell: process.platform === 'win32', maxBuffer: 50_000_000 };
  return JSON.parse((await promisify(execFile)('npm', args, options)).stdout);
}

describe('the package', () => {
  it('runs nothing when it is installed', () => {
    expect(Object.keys(manifest.scripts).filter((name) => RUNS_AT_INSTALL.includes(name))).toEqual([]);
    expect(manifest.gypfile).toBeUndefined();
  });

  it('brings few packages along, each in one version, none of which runs anything when it is installed', () => {
    const runtime = Object.entries(lock).filter(([path, { dev }]) => path !== '' && dev !== true);
    expect(runtime.map(([path]) => path.replace(/^.*node_modules\//, ''))).toEqual(
      Object.keys(manifest.dependencies),
    );
    expect(runtime.length).toBeLessThanOrEqual(3);
    expect(runtime.filter(([, { hasInstallScript }]) => hasInstallScript)).toEqual([]);
  });

  it('names one version of everything that it is made with, and the lock file a hash', () => {
    const wanted = { ...manifest.dependencies, ...manifest.devDependencies };
    expect(Object.entries(wanted).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(String(version)))).toEqual(
      [],
    );
    const loose = Object.entries(lock).filter(
      ([path, { integrity, link }]) => path !== '' && link !== true && !integrity?.startsWith('sha512-'),
    );
    expect(loose).toEqual([]);
  });

  it('is made by packages of which two would run something: neither has to', () => {
    const running = Object.entries(lock).filter(([, { hasInstallScript }]) => hasInstallScript);
    // esbuild checks its own binary; tree-sitter-python builds an addon, and we use its WebAssembly.
    expect(running.map(([path]) => path)).toEqual([
      'node_modules/esbuild',
      'node_modules/tree-sitter-python',
    ]);
    const installing = [
      '.ci/run',
      'scripts/ensure-installed.mjs',
      '.github/workflows/ci.yml',
      '.github/workflows/publish.yml',
    ]
      .flatMap((file) => readFileSync(join(ROOT, file), 'utf8').split('\n'))
      .filter((line) => /npm ci\b|\['ci'/.test(line) && !line.includes('console.'));
    expect(installing.length).toBeGreaterThanOrEqual(4);
    expect(installing.filter((line) => !line.includes('--ignore-scripts'))).toEqual([]);
  });

  it('holds the bundle, its papers, and nothing else', async () => {
    const [packed] = (await npm('pack', '--dry-run', '--json', '--ignore-scripts')) as [
      { files: { path: string }[] },
    ];
    const paths = packed.files.map(({ path }) => path);
    expect(paths.filter((path) => !PUBLISHED.test(path))).toEqual([]);
    expect(paths.filter((path) => /\.(env|key|pem|map|log)$|(^|\/)\./.test(path))).toEqual([]);
    expect(paths).toEqual(
      expect.arrayContaining(['LICENSE', 'README.md', 'THIRD-PARTY-LICENSES.md', 'package.json']),
    );
  });

  it('says what it is made of, in versions, hashes and licences', async () => {
    const { sbomOf } = await import('../../../scripts/sbom.mjs');
    const names = ['commander', 'zod', 'handlebars', '@astral-sh/ruff-wasm-nodejs'];
    const { components, metadata } = sbomOf(names.map((name) => `node_modules/${name}`));
    expect(metadata.component.name).toBe(manifest.name);
    expect(components.map(({ name }) => name).sort()).toEqual([...names].sort());
    for (const { hashes, licenses, version } of components) {
      expect([version, hashes[0]?.alg, licenses.length]).toEqual([
        expect.stringMatching(/^\d/),
        'SHA-512',
        1,
      ]);
    }
  });

  it('holds code under permissive licences only', () => {
    const stated = readFileSync(join(ROOT, 'THIRD-PARTY-LICENSES.md'), 'utf8').matchAll(/^Licence: (.+)$/gm);
    const licenses = [...stated].map(([, license]) => license ?? '');
    expect(licenses.length).toBeGreaterThan(30);
    expect(licenses.filter((license) => !LICENSES.includes(license))).toEqual([]);
  });
});
