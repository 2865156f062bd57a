// A terminal's screen (text with SGR escapes, as `tmux capture-pane -e` prints it) as an SVG of plain text.

const CELL = { width: 8.4, height: 19, left: 18, top: 46 };
const COLOURS = {
  30: '#484f58',
  31: '#ff7b72',
  32: '#7ee787',
  33: '#e3b341',
  34: '#79c0ff',
  35: '#d2a8ff',
  36: '#56d4dd',
  37: '#c9d1d9',
  90: '#8b949e',
  91: '#ffa198',
  92: '#a5f3b4',
  93: '#f0d77b',
  94: '#a5d6ff',
  95: '#e2c5ff',
  96: '#8ae9f0',
  97: '#ffffff',
};
const TEXT = '#c9d1d9';
const DIMMED = '#8b949e';
const ESCAPE = '\u001b[';

const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** What one SGR code changes; `undefined` takes everything back. */
function changeOf(code) {
  if (code === 0) return undefined;
  if (code === 1) return { bold: true };
  if (code === 2) return { dim: true };
  if (code === 22) return { bold: false, dim: false };
  if (code === 4) return { underline: true };
  if (code === 7) return { inverse: true };
  if (code === 24 || code === 27) return { underline: false, inverse: false };
  return code === 39 ? { colour: '' } : code in COLOURS ? { colour: COLOURS[code] } : {};
}

/** The style after one SGR sequence (`1;32`). */
function restyled(style, codes) {
  let now = style;
  for (const code of codes.split(';')) {
    const change = changeOf(Number(code || 0));
    now = change === undefined ? {} : Object.assign({}, now, change);
  }
  return now;
}

/** A line as runs of one style each: `[{ column, text, style }]`. */
function runsOf(line) {
  const [first, ...rest] = line.split(ESCAPE);
  const runs = [];
  let style = {};
  let column = 0;
  const add = (text) => {
    if (text !== '') runs.push({ column, text, style });
    column += [...text].length;
  };
  add(first);
  for (const part of rest) {
    const end = part.search(/[A-Za-z]/);
    if (part[end] === 'm') style = restyled(style, part.slice(0, end));
    add(part.slice(end + 1));
  }
  return runs;
}

function runText({ column, text, style }, row) {
  const fill = style.colour || (style.dim ? DIMMED : TEXT);
  const looks = [
    `fill="${style.inverse ? '#0d1117' : fill}"`,
    style.bold ? 'font-weight="bold"' : '',
    style.underline ? 'text-decoration="underline"' : '',
  ].filter(Boolean);
  const x = (CELL.left + column * CELL.width).toFixed(1);
  const y = CELL.top + row * CELL.height;
  const width = ([...text].length * CELL.width).toFixed(1);
  const back = `<rect x="${x}" y="${y - 14}" width="${width}" height="${CELL.height}" fill="${fill}"/>`;
  const visible =
    text.trim() === ''
      ? ''
      : `<text x="${x}" y="${y}" textLength="${width}" ${looks.join(' ')}>${escaped(text)}</text>`;
  return (style.inverse ? back : '') + visible;
}

/** The whole picture; `title` is read out by screen readers. */
export function toSvg(screen, { columns, title }) {
  const lines = screen.trimEnd().split('\n');
  const width = Math.round(CELL.left * 2 + columns * CELL.width);
  const height = CELL.top + lines.length * CELL.height;
  const body = lines.flatMap((line, row) => runsOf(line).map((run) => runText(run, row))).filter(Boolean);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">
<title>${escaped(title)}</title>
<rect width="${width}" height="${height}" rx="8" fill="#0d1117"/>
<g fill="#30363d"><circle cx="20" cy="18" r="5"/><circle cx="38" cy="18" r="5"/><circle cx="56" cy="18" r="5"/></g>
<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14" xml:space="preserve">
${body.join('\n')}
</g>
</svg>
`;
}
