#!/usr/bin/env node
// Holds the files of the deployment features against the schemas and tools that they are for, in projects of every language.
//   node scripts/kits/deploy.mjs [--targets python,typescript,go] [--helm /path/to/helm]
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { toolsForPython } from './lib/python.mjs';
import { CLI, ROOT, run } from './lib/world.mjs';

const { values: options } = parseArgs({
  options: {
    targets: { type: 'string', default: 'python,typescript,go' },
    helm: { type: 'string', default: 'helm' },
  },
});
const FEATURES = 'compose,kubernetes,helm,gitlab,devcontainer,pre-commit,hardening,mcpb,docs-site';
/** What these features look at; there are none but in Python projects. */
const MORE = { python: ',observability,health,cache' };
const MCPB = '@anthropic-ai/mcpb@2.1.2';

const manifests = (dir) =>
  readdirSync(join(dir, 'k8s'))
    .filter((name) => name !== 'service-monitor.yaml') // a kind of the Prometheus operator, not of Kubernetes
    .map((name) => join('k8s', name));

/** What is run in a project: a name, a command. */
function checksIn(dir, uv) {
  const tool = (name, ...args) => [uv, 'tool', 'run', ...name.split(' '), ...args];
  const schema = (name, file) => tool('check-jsonschema', '--builtin-schema', `vendor.${name}`, file);
  return [
    ['compose', schema('compose-spec', 'compose.yaml')],
    ['gitlab', schema('gitlab-ci', '.gitlab-ci.yml')],
    ['kubernetes', tool('kubernetes-validate', '--strict', ...manifests(dir))],
    ['pre-commit', tool('pre-commit', 'validate-config', '.pre-commit-config.yaml')],
    [
      'docs-site',
      tool('--with mkdocs-material mkdocs', 'build', '--strict', '--site-dir', join(dir, '.site')),
    ],
    ['mcpb', ['npx', '--yes', MCPB, 'validate', 'manifest.json']],
  ];
}

/** The chart as Helm renders it, held against the schemas; undefined where there is no Helm. */
async function chart(dir, uv) {
  if ((await run([options.helm, 'version'])).code !== 0) return undefined;
  const folder = join('charts', 'mcp-bookshop');
  const linted = await run([options.helm, 'lint', '--strict', folder], { cwd: dir });
  if (linted.code !== 0) return linted;
  const set = ['--set', 'ingress.enabled=true', '--set', 'serviceMonitor.enabled=false'];
  const render = [options.helm, 'template', '--kube-version', '1.31.0', 'shop', folder, ...set];
  const rendered = await run(render, { cwd: dir });
  if (rendered.code !== 0) return rendered;
  // The validator wants no empty documents, which are what Helm leaves of an object that is not wanted.
  const objects = rendered.stdout.split(/^---$/m).filter((text) => /^kind:/m.test(text));
  writeFileSync(join(dir, 'chart.yaml'), objects.join('---'));
  return run([uv, 'tool', 'run', 'kubernetes-validate', '--strict', 'chart.yaml'], { cwd: dir });
}

const counts = { passed: 0, failed: 0 };
function count(name, { code, stdout, stderr }) {
  counts[code === 0 ? 'passed' : 'failed'] += 1;
  console.log(`${code === 0 ? 'ok    ' : 'FAILED'}  ${name}`);
  if (code !== 0) console.log(`${stdout}\n${stderr}`.trim().split('\n').slice(-12).join('\n'));
}

const { uv } = await toolsForPython();
const folder = mkdtempSync(join(tmpdir(), 'deploy-'));
try {
  for (const target of options.targets.split(',')) {
    const dir = join(folder, target);
    const spec = join(ROOT, 'examples', 'bookshop.yaml');
    const flags = ['--yes', '--no-install', '--no-check', '--no-git', '--target', target];
    const features = `${FEATURES}${MORE[target] ?? ''}`;
    const made = await run([process.execPath, CLI, dir, '--spec', spec, '--feature', features, ...flags]);
    count(`${target}: created`, made);
    if (made.code !== 0) continue;
    for (const [name, command] of checksIn(dir, uv)) {
      count(`${target}: ${name}`, await run(command, { cwd: dir, timeoutMs: 300_000 }));
    }
    const helm = await chart(dir, uv);
    if (helm === undefined)
      console.log(`       ${target}: there is no helm here, so the chart is not rendered`);
    else count(`${target}: helm`, helm);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(`${counts.passed} passed, ${counts.failed} failed`);
process.exitCode = counts.failed === 0 ? 0 : 1;
