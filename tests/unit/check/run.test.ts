import { describe, expect, it } from 'vitest';
import { liveProcesses } from '../../../src/check/processes.js';
import { run } from '../../../src/check/run.js';

const node = (script: string): string[] => [process.execPath, '-e', script];
const options = { env: { PATH: process.env['PATH'] ?? '' }, timeoutMs: 20_000 };
const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

describe('run', () => {
  it('gives the exit code and both streams', async () => {
    const result = await run(node('console.log("out");console.error("err");process.exitCode=3'), options);
    expect(result).toMatchObject({ exitCode: 3, stdout: 'out\n', stderr: 'err\n' });
    expect(result.stopped).toBeUndefined();
  });

  it('passes arguments as they are, whatever a shell would make of them', async () => {
    const odd = '$(touch /tmp/x); `id` "quoted" *';
    const result = await run([...node('console.log(process.argv[1])'), odd], options);
    expect(result.stdout).toBe(`${odd}\n`);
  });

  it('hands down nothing of our own environment', async () => {
    process.env['CHECK_RUN_SECRET'] = 'do-not-pass';
    const result = await run(node('console.log(JSON.stringify(process.env))'), options);
    delete process.env['CHECK_RUN_SECRET'];
    expect(result.stdout).not.toContain('do-not-pass');
  });

  it('says that a program is missing, as a value', async () => {
    const result = await run(['no-such-program-anywhere'], options);
    expect(result).toMatchObject({ exitCode: null, stopped: 'ENOENT' });
  });

  it('streams lines that are safe to show', async () => {
    const lines: string[] = [];
    const script = 'process.stdout.write("\\x1b[31mred\\x1b[0m\\rnext\\n\\nbell\\x07 end\\n")';
    await run(node(script), { ...options, onLine: (line) => lines.push(line) });
    expect(lines).toEqual(['red', 'next', 'bell end']);
  });

  it('keeps the end of an output that is too long', async () => {
    const result = await run(node('console.log("x".repeat(5_000_000) + "the end")'), options);
    expect(result.stdout).toHaveLength(2_000_000);
    expect(result.stdout).toMatch(/the end\n$/);
  });

  it('ends the command at its time limit', async () => {
    const result = await run(node('setInterval(() => {}, 1000)'), { ...options, timeoutMs: 300 });
    expect(result).toMatchObject({ exitCode: null, stopped: 'timeout' });
  });

  it('ends what the command has started, when it is aborted', async () => {
    const abort = new AbortController();
    const script = `
      const child = require('child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
      console.log(child.pid);
      setInterval(() => {}, 1000);`;
    const result = await run(node(script), {
      ...options,
      signal: abort.signal,
      onLine: () => abort.abort(),
    });
    expect(result).toMatchObject({ exitCode: null, stopped: 'aborted' });
    await expect.poll(() => alive(Number(result.stdout)), { timeout: 20_000 }).toBe(false);
    expect(liveProcesses()).toEqual([]);
  });

  it('does not wait for a grandchild that holds the output open', async () => {
    const script = `
      const child = require('child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' });
      console.log(child.pid);
      child.unref();
      setTimeout(() => process.exit(0), 200);`;
    const result = await run(node(script), options);
    expect(result.exitCode).toBe(0);
    await expect.poll(() => alive(Number(result.stdout)), { timeout: 20_000 }).toBe(false);
  });
});
