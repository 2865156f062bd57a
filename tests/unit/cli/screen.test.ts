import { describe, expect, it } from 'vitest';
import { createScreen, duration } from '../../../src/cli/screen.js';

function setup(live: boolean, columns = 40) {
  const out = { text: '', errors: '' };
  let tick: () => void = () => undefined;
  let now = 0;
  const screen = createScreen({
    write: (text) => {
      out.text += text;
    },
    complain: (text) => {
      out.errors += text;
    },
    live,
    colour: false,
    columns,
    now: () => now,
    every: (_ms, run) => {
      tick = run;
      return () => {
        tick = () => undefined;
      };
    },
  });
  return { screen, out, tick: () => tick(), wait: (ms: number) => (now += ms) };
}

describe('a step', () => {
  it('is one plain line where the cursor cannot be moved', () => {
    const { screen, out, wait } = setup(false);
    const step = screen.step('Install');
    step.note('downloading');
    wait(1500);
    step.end('ok', '51 packages');
    expect(out.text).toBe('✓ Install: 51 packages  1.5 s\n');
  });

  it('shows its last line on a terminal, cut to the width', () => {
    const { screen, out, tick } = setup(true, 30);
    screen.step('Install').note('x'.repeat(100));
    tick();
    const last = out.text.split('\r\u001b[K').at(-1) ?? '';
    expect(last).toContain('Install');
    expect(last.length).toBe(29);
  });

  it('leaves no live line behind', () => {
    const { screen, out } = setup(true);
    screen.step('A').end('failed');
    screen.step('B');
    screen.close();
    expect(out.text.endsWith('\r\u001b[K')).toBe(true);
    expect(out.text).toContain('✗ A  0.0 s\n');
  });

  it('prints a message above the live line', () => {
    const { screen, out } = setup(true);
    screen.step('A');
    screen.complain('careful');
    expect(out.errors).toBe('careful\n');
  });
});

describe('a duration', () => {
  it.each([
    [49, '0.0 s'],
    [59_900, '59.9 s'],
    [125_000, '2 min 5 s'],
  ])('%i ms is %s', (ms, text) => {
    expect(duration(ms)).toBe(text);
  });
});
