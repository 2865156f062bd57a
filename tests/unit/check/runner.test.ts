import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { runSteps } from '../../../src/check/runner.js';
import type { CheckUi, Step, StepOutcome } from '../../../src/check/types.js';

const ok: StepOutcome = { status: 'ok', detail: 'fine', findings: [] };
const failed: StepOutcome = { status: 'failed', detail: 'not fine', findings: [{ message: 'why' }] };
const silent: CheckUi = {
  onStart: () => undefined,
  onLine: () => undefined,
  onEnd: () => undefined,
  onNote: () => undefined,
};

const step = (id: string, after: string[] = [], run: Step['run'] = async () => ok): Step => ({
  id,
  title: id,
  after,
  installs: false,
  run,
});

const schedule = (over: Partial<Parameters<typeof runSteps>[1]> = {}) => ({
  ui: silent,
  signal: new AbortController().signal,
  now: () => performance.now(),
  width: 2,
  ...over,
});

describe('runSteps', () => {
  it('runs a step after those it names, and independent ones side by side', async () => {
    const events: string[] = [];
    const traced = (id: string, after: string[] = []) =>
      step(id, after, async () => {
        events.push(`+${id}`);
        await sleep(20);
        events.push(`-${id}`);
        return ok;
      });
    await runSteps([traced('install'), traced('a', ['install']), traced('b', ['install'])], schedule());
    expect(events).toEqual(['+install', '-install', '+a', '+b', '-a', '-b']);
  });

  it('runs no more at once than it may', async () => {
    let now = 0;
    let most = 0;
    const counted = (id: string) =>
      step(id, [], async () => {
        most = Math.max(most, ++now);
        await sleep(5);
        now--;
        return ok;
      });
    await runSteps(['a', 'b', 'c', 'd', 'e'].map(counted), schedule());
    expect(most).toBe(2);
  });

  it('skips what needs a step that failed, and what needs that in turn', async () => {
    const steps = [step('a', [], async () => failed), step('b', ['a']), step('c', ['b']), step('d')];
    const results = await runSteps(steps, schedule());
    expect(results.map(({ id, status }) => `${id} ${status}`)).toEqual([
      'a failed',
      'b skipped',
      'c skipped',
      'd ok',
    ]);
    expect(results[1]?.detail).toBe('needs a');
  });

  it('skips what needs a step that is not there', async () => {
    const results = await runSteps([step('a', ['install'])], schedule());
    expect(results[0]).toMatchObject({ status: 'skipped', detail: 'needs install' });
  });

  it('refuses steps that wait for each other', async () => {
    await expect(runSteps([step('a', ['b']), step('b', ['a'])], schedule())).rejects.toThrow(
      'wait for each other',
    );
  });

  it('gives results in the order of the steps, with the time each took', async () => {
    let time = 0;
    const slow = step('slow', [], async () => {
      await sleep(10);
      time += 250;
      return ok;
    });
    const results = await runSteps([slow, step('quick')], schedule({ now: () => time }));
    expect(results.map(({ id, ms }) => [id, ms])).toEqual([
      ['slow', 250],
      ['quick', 0],
    ]);
  });

  it('tells the screen about starts, lines and ends', async () => {
    const seen: string[] = [];
    const ui: CheckUi = {
      onStart: ({ title }) => seen.push(`start ${title}`),
      onLine: (id, line) => seen.push(`${id}: ${line}`),
      onEnd: ({ id, status }) => seen.push(`${id} ${status}`),
      onNote: () => undefined,
    };
    const talks = step('a', [], async ({ onLine }) => {
      onLine('working');
      return ok;
    });
    await runSteps([talks], schedule({ ui }));
    expect(seen).toEqual(['start a', 'a: working', 'a ok']);
  });

  it('starts nothing more once it is aborted', async () => {
    const abort = new AbortController();
    const begun: string[] = [];
    const first = step('a', [], async () => {
      abort.abort();
      return failed;
    });
    const second = step('b', ['a'], async () => {
      begun.push('b');
      return ok;
    });
    const results = await runSteps([first, second], schedule({ signal: abort.signal }));
    expect(begun).toEqual([]);
    expect(results.map(({ detail }) => detail)).toEqual(['cancelled', 'cancelled']);
  });
});
