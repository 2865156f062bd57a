#!/usr/bin/env node
// Records docs/session.svg: the real program in a real terminal (tmux), from the first question to the checked project.
// Needs tmux, and a build. The program runs in a folder of its own; what it writes is removed.
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { STEPS, TITLE } from './record/steps.mjs';
import { toSvg } from './record/svg.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const COLUMNS = 100;
const ROWS = 50;
const POLL_MS = 100;
const DEFAULT_WAIT_MS = 15_000;

const work = mkdtempSync(join(tmpdir(), 'create-mcp-server-record-'));
const socket = join(work, 'tmux');
const tmux = (...args) => execFileSync('tmux', ['-S', socket, ...args], { encoding: 'utf8' });

/** `npx` that runs this checkout: what a reader types is what is shown. */
function installStandIn() {
  const bin = join(work, 'bin');
  mkdirSync(bin);
  writeFileSync(
    join(bin, 'npx'),
    `#!/bin/sh\nshift\nexec "${process.execPath}" "${ROOT}bin/create-mcp-server.js" "$@"\n`,
  );
  chmodSync(join(bin, 'npx'), 0o755);
  return bin;
}

async function waitFor(pattern, timeoutMs = DEFAULT_WAIT_MS) {
  for (let waited = 0; waited < timeoutMs; waited += POLL_MS) {
    if (pattern.test(tmux('capture-pane', '-p', '-J', '-S', '-'))) return;
    await sleep(POLL_MS);
  }
  throw new Error(`Nothing like ${pattern} appeared:\n${tmux('capture-pane', '-p', '-S', '-')}`);
}

process.on('exit', () => {
  try {
    tmux('kill-server');
  } catch {
    // It did not start.
  }
  rmSync(work, { recursive: true, force: true });
});
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));

const home = join(work, 'projects');
mkdirSync(home);
const env = {
  PS1: '\\[\\e[32m\\]$\\[\\e[0m\\] ',
  PATH: `${installStandIn()}:${process.env.PATH}`,
  LANG: 'C.UTF-8',
  TERM: 'xterm-256color',
  CI: '',
};
const shell = ['env', ...Object.entries(env).map(([name, value]) => `${name}=${value}`), 'bash', '--norc'];
tmux('-f', '/dev/null', 'new-session', '-d', '-x', String(COLUMNS), '-y', String(ROWS), '-c', home, ...shell);
tmux('set-option', '-g', 'history-limit', '5000');
await waitFor(/\$ /);
for (const { expect, keys, text, waitMs } of STEPS) {
  await waitFor(expect, waitMs);
  await sleep(POLL_MS);
  if (text !== undefined) tmux('send-keys', '-l', text);
  if (keys !== undefined) tmux('send-keys', ...keys);
}
await sleep(POLL_MS);
// No folder of this machine belongs into the picture.
const screen = tmux('capture-pane', '-p', '-e', '-S', '-').replaceAll(home, '~').replaceAll(homedir(), '~');
writeFileSync(join(ROOT, 'docs', 'session.svg'), toSvg(screen, { columns: COLUMNS, title: TITLE }));
