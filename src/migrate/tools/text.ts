/** What a docstring is when the program runs, from how it is written. */

const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\',
  "'": "'",
  '"': '"',
  n: '\n',
  r: '\r',
  t: '\t',
};

export interface Written {
  /** Quotes with their prefix: `r"""`. */
  readonly open: string;
  readonly close: string;
  /** The source text between the quotes. */
  readonly inner: string;
}

/** Undefined for what is no plain text. */
export function written(literal: string): Written | undefined {
  const match = /^([rRuU]?)('''|"""|'|")([\s\S]*)\2$/.exec(literal);
  if (match === null) return undefined;
  const [, prefix = '', quotes = '', inner = ''] = match;
  return { open: `${prefix}${quotes}`, close: quotes, inner };
}

/** The value of a literal; undefined where it has escapes that are not looked into. */
export function literalValue({ open, inner }: Written): string | undefined {
  if (/^[rR]/.test(open)) return inner;
  let unknown = false;
  const value = inner.replace(/\\(u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|[\s\S])/g, (_, escaped: string) => {
    if (/^[ux]./.test(escaped)) return String.fromCharCode(Number.parseInt(escaped.slice(1), 16));
    const known = ESCAPES[escaped];
    unknown ||= known === undefined;
    return known ?? '';
  });
  return unknown ? undefined : value;
}

/** `__doc__`, as Python 3.13 makes it of a docstring: without the indentation that all lines but the first have. */
export function docOf(value: string): string {
  const [first = '', ...rest] = value
    .split('\n')
    .map((line) => line.replace(/^\t+/, (tabs) => ' '.repeat(8 * tabs.length)));
  const margins = rest.filter((line) => line.trim() !== '').map((line) => /^ */.exec(line)?.[0].length ?? 0);
  const margin = margins.length === 0 ? 0 : Math.min(...margins);
  return [first.replace(/^ +/, ''), ...rest.map((line) => line.slice(margin))].join('\n');
}
