/** One piece of work that is shown while it runs. */
export interface Step {
  /** The last thing it said; shown beside the title on a terminal. */
  note(text: string): void;
  end(status: 'ok' | 'failed' | 'skipped', detail?: string): void;
}

/** Where text for people goes. With `--json` that is stderr, so that stdout carries the result alone. */
export interface Screen {
  readonly paint: Paint;
  /** Width of the terminal that `complain` writes to; infinite where it is none. */
  readonly columns: number;
  /** One or more whole lines, without the last line break. */
  say(text: string): void;
  /** Findings and errors: stderr. */
  complain(text: string): void;
  step(title: string): Step;
  /** Wipes the live line, if any; before the process ends. */
  close(): void;
}

export interface Paint {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly red: (text: string) => string;
  readonly green: (text: string) => string;
  readonly yellow: (text: string) => string;
  readonly cyan: (text: string) => string;
}

const code = (on: boolean, open: number, close: number) => (text: string) =>
  on ? `\u001b[${open}m${text}\u001b[${close}m` : text;

export const paint = (on: boolean): Paint => ({
  bold: code(on, 1, 22),
  dim: code(on, 2, 22),
  red: code(on, 31, 39),
  green: code(on, 32, 39),
  yellow: code(on, 33, 39),
  cyan: code(on, 36, 39),
});

export interface ScreenWorld {
  readonly write: (text: string) => void;
  readonly complain: (text: string) => void;
  /** Cursor codes may be used: a terminal that is not dumb. */
  readonly live: boolean;
  readonly colour: boolean;
  readonly columns: number;
  /** Left out where findings do not go to a terminal. */
  readonly complaintColumns?: number;
  readonly now: () => number;
  readonly every: (ms: number, tick: () => void) => () => void;
}

const FRAMES = ['◐', '◓', '◑', '◒'];
const MARKS = { ok: '✓', failed: '✗', skipped: '–' } as const;

/** A screen that draws one live line for running steps on a terminal, and plain lines anywhere else. */
export function createScreen(world: ScreenWorld): Screen {
  const colours = paint(world.colour);
  const live = world.live ? new LiveLine(world) : undefined;
  const print = (text: string): void => {
    live?.wipe();
    world.write(`${text}\n`);
    live?.draw();
  };
  const mark = { ok: colours.green, failed: colours.red, skipped: colours.dim };
  return {
    paint: colours,
    columns: world.complaintColumns ?? Number.POSITIVE_INFINITY,
    say: print,
    complain: (text) => {
      live?.wipe();
      world.complain(`${text}\n`);
      live?.draw();
    },
    step: (title) => {
      const begun = world.now();
      const shown = live?.add(title);
      return {
        note: (text) => shown?.note(text),
        end: (status, detail = '') => {
          shown?.remove();
          const time = colours.dim(duration(world.now() - begun));
          print(`${mark[status](MARKS[status])} ${title}${detail === '' ? '' : `: ${detail}`}  ${time}`);
        },
      };
    },
    close: () => live?.close(),
  };
}

/** `0.4 s`, `2 min 5 s`. */
export function duration(ms: number): string {
  const seconds = ms / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

interface Running {
  readonly title: string;
  readonly begun: number;
  note: string;
}

/** The last line of the terminal, redrawn ten times a second while something runs. Leaves the keyboard alone. */
class LiveLine {
  private readonly running = new Set<Running>();
  private stop: (() => void) | undefined;
  private frame = 0;
  private drawn = false;

  constructor(private readonly world: ScreenWorld) {}

  add(title: string): { note: (text: string) => void; remove: () => void } {
    const one: Running = { title, begun: this.world.now(), note: '' };
    this.running.add(one);
    this.stop ??= this.world.every(100, () => {
      this.frame += 1;
      this.draw();
    });
    this.draw();
    return {
      note: (text) => {
        one.note = text;
      },
      remove: () => {
        this.running.delete(one);
        if (this.running.size === 0) this.close();
      },
    };
  }

  draw(): void {
    const [first] = this.running;
    if (first === undefined) return;
    const titles = [...this.running].map((one) => one.title).join(', ');
    const time = duration(this.world.now() - first.begun);
    const text = `${FRAMES[this.frame % FRAMES.length]} ${titles} ${time}${first.note === '' ? '' : `  ${first.note}`}`;
    this.world.write(`\r\u001b[K${[...text].slice(0, Math.max(10, this.world.columns - 1)).join('')}`);
    this.drawn = true;
  }

  wipe(): void {
    if (this.drawn) this.world.write('\r\u001b[K');
    this.drawn = false;
  }

  close(): void {
    this.stop?.();
    this.stop = undefined;
    this.running.clear();
    this.wipe();
  }
}
