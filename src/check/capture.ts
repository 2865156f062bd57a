import { stripVTControlCharacters } from 'node:util';

/** Text of a stream with its beginning dropped beyond `cap` characters: what went wrong stands at the end. */
export class Capture {
  private parts: string[] = [];
  private length = 0;

  constructor(private readonly cap: number) {}

  add(text: string): void {
    this.parts.push(text);
    this.length += text.length;
    // Joined only now and then, so that a talkative tool does not cost the square of its output.
    if (this.length > 2 * this.cap) this.shorten();
  }

  private shorten(): void {
    this.parts = [this.parts.join('').slice(-this.cap)];
    this.length = this.cap;
  }

  text(): string {
    return this.parts.join('').slice(-this.cap);
  }
}

/** Cuts chunks into lines fit for a screen: no escape sequences, no control characters, none empty. */
export function lineSplitter(onLine: (line: string) => void): (text: string) => void {
  let rest = '';
  return (text) => {
    const lines = (rest + text).split(/[\r\n]+/);
    rest = (lines.pop() ?? '').slice(-4000);
    for (const line of lines) {
      const shown = plainLine(line);
      if (shown !== '') onLine(shown);
    }
  };
}

/** One line without escape sequences and control characters; tabs become blanks. */
export function plainLine(line: string): string {
  return stripVTControlCharacters(line)
    .replace(/\t/g, ' ')
    .replace(/\p{Cc}/gu, '')
    .trimEnd();
}
