/**
 * A text for a simple regular expression: literals, classes, groups, alternatives, quantifiers, anchors. The first
 * alternative and few repetitions are taken. Undefined for anything beyond that; callers check the result anyway.
 */
export function fromPattern(pattern: string, repeat: number): string | undefined {
  const reader = new Reader(pattern, repeat);
  const text = reader.alternatives();
  return reader.failed || !reader.atEnd() ? undefined : text;
}

const CLASSES: Readonly<Record<string, string>> = { d: '1', w: 'a', s: ' ', D: 'a', W: '-', S: 'a' };
const CONTROLS: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', f: '\f', v: '\v', 0: '\0' };
/** What a class is asked for, in this order, when it excludes: the first that it admits. */
const COMMON = [...'a1A0 -_.b2Z', 'é'];
const MAX_TEXT = 2_000;

class Reader {
  failed = false;
  #at = 0;
  #length = 0;
  readonly #pattern: string;
  readonly #repeat: number;

  constructor(pattern: string, repeat: number) {
    this.#pattern = pattern;
    this.#repeat = repeat;
  }

  atEnd(): boolean {
    return this.#at >= this.#pattern.length;
  }

  /** All alternatives are read, the first is taken. */
  alternatives(): string {
    const first = this.#sequence();
    while (this.#pattern[this.#at] === '|') {
      this.#at++;
      this.#sequence();
    }
    return first;
  }

  #sequence(): string {
    let out = '';
    while (
      !this.failed &&
      !this.atEnd() &&
      this.#pattern[this.#at] !== '|' &&
      this.#pattern[this.#at] !== ')'
    ) {
      const atom = this.#atom();
      out += atom.repeat(this.#times(atom));
      this.#length += out.length;
      if (this.#length > 200 * MAX_TEXT || out.length > MAX_TEXT) this.failed = true;
    }
    return out;
  }

  #times(atom: string): number {
    const found = /^(?:([*+?])|\{(\d+)(,?)(\d*)\})\??/.exec(this.#pattern.slice(this.#at, this.#at + 24));
    if (found === null) return 1;
    this.#at += found[0].length;
    const [, mark, least, comma, most] = found;
    const min = mark === '+' ? 1 : mark !== undefined ? 0 : Number(least);
    const max =
      mark === '?'
        ? 1
        : mark !== undefined || (comma === ',' && most === '')
          ? Number.POSITIVE_INFINITY
          : Number(comma === '' ? least : most);
    const times = Math.min(max, Math.max(min, this.#repeat));
    if (times * atom.length > MAX_TEXT) this.failed = true;
    return this.failed ? 0 : times;
  }

  #atom(): string {
    const char = this.#pattern[this.#at++] ?? '';
    if (char === '^' || char === '$') return '';
    if (char === '.') return 'a';
    if (char === '(') return this.#group();
    if (char === '[') return this.#class();
    if (char === '\\') return this.#escape();
    return char;
  }

  #group(): string {
    const head = /^\?(?::|<[A-Za-z]\w*>)/.exec(this.#pattern.slice(this.#at, this.#at + 40));
    if (head !== null) this.#at += head[0].length;
    // Lookarounds constrain other parts: beyond this reader.
    else if (this.#pattern[this.#at] === '?') this.failed = true;
    const text = this.alternatives();
    if (this.#pattern[this.#at] !== ')') this.failed = true;
    this.#at++;
    return text;
  }

  #escape(): string {
    const char = this.#pattern[this.#at++] ?? '';
    if (char === 'b' || char === 'B') return '';
    if (Object.hasOwn(CLASSES, char)) return CLASSES[char] ?? '';
    if (Object.hasOwn(CONTROLS, char)) return CONTROLS[char] ?? '';
    if (char === 'p') return this.#property();
    const code = /^(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|u\{([0-9A-Fa-f]{1,6})\})/.exec(
      char + this.#pattern.slice(this.#at, this.#at + 8),
    );
    if (code !== null) {
      this.#at += code[0].length - 1;
      return String.fromCodePoint(
        Math.min(0x10ffff, Number.parseInt(code[1] ?? code[2] ?? code[3] ?? '', 16)),
      );
    }
    if (/[1-9kP]/.test(char)) this.failed = true;
    return char;
  }

  #property(): string {
    const name = /^\{(\w+)[^}]*\}/.exec(this.#pattern.slice(this.#at, this.#at + 40));
    if (name === null) this.failed = true;
    else this.#at += name[0].length;
    return name?.[1]?.startsWith('N') ? '1' : name?.[1]?.startsWith('Lu') ? 'A' : 'a';
  }

  /** Finds the end of the class, and asks it for a character. */
  #class(): string {
    const start = this.#at - 1;
    if (this.#pattern[this.#at] === '^') this.#at++;
    while (!this.atEnd() && this.#pattern[this.#at] !== ']')
      this.#at += this.#pattern[this.#at] === '\\' ? 2 : 1;
    this.#at++;
    const source = this.#pattern.slice(start, this.#at);
    try {
      const test = new RegExp(`^${source}$`);
      const literal = source.replace(/\\/g, '').split('');
      const found = [...COMMON, ...literal].find((char) => test.test(char));
      if (found !== undefined) return found;
    } catch {
      // Reported below like every class that admits nothing known.
    }
    this.failed = true;
    return '';
  }
}
