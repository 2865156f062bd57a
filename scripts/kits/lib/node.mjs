// One folder of npm packages for all generated TypeScript projects: they share their dependencies, and installing each takes minutes.
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { CACHE, run } from './world.mjs';

async function must(command, cwd) {
  const { code, stdout, stderr } = await run(command, { cwd, timeoutMs: 600_000 });
  if (code !== 0)
    throw new Error(`${command.join(' ')} ended with ${code}: ${(stdout || stderr).slice(-800)}`);
}

/** The packages that a project's package.json asks for, as a `node_modules` folder; installed when they are not. */
async function packagesFor(dir) {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8'));
  const wanted = JSON.stringify({ dependencies, devDependencies });
  const folder = join(CACHE, `node-${createHash('sha256').update(wanted).digest('hex').slice(0, 12)}`);
  const stamp = join(folder, '.complete');
  if (!existsSync(stamp)) {
    console.error(`Installing npm packages into ${folder} …`);
    mkdirSync(folder, { recursive: true });
    copyFileSync(join(dir, 'package.json'), join(folder, 'package.json'));
    await must(['npm', 'install', '--no-audit', '--no-fund'], folder);
    writeFileSync(stamp, '');
  }
  return join(folder, 'node_modules');
}

/** The command of a program of a package that {@link withPackages} has put into the project. */
export const nodeProgram = (path, ...args) => [process.execPath, join('node_modules', path), ...args];

/** Puts the packages into a project, as a link. */
export async function withPackages(dir) {
  const packages = await packagesFor(dir);
  rmSync(join(dir, 'node_modules'), { recursive: true, force: true });
  symlinkSync(packages, join(dir, 'node_modules'));
}

/** `dist/` from `src/`: the command of a project's server. Throws when tsc does not accept the sources. */
export async function builtServer(dir) {
  await withPackages(dir);
  await must(nodeProgram('typescript/bin/tsc', '-p', 'tsconfig.build.json', '--pretty', 'false'), dir);
  return [process.execPath, join(dir, 'dist', 'index.js')];
}

/** The last TypeScript with a parser that programs can call, as a folder; installed when it is not there. */
export async function typescriptParser() {
  const folder = join(CACHE, 'typescript-5.9.3');
  const found = join(folder, 'node_modules', 'typescript');
  if (!existsSync(join(found, 'package.json')))
    await must(['npm', 'install', '--prefix', folder, '--no-audit', '--no-fund', 'typescript@5.9.3'], CACHE);
  return found;
}
