// The page of `inspect --html`. Everything that comes from the document is put in as text, never as markup.
const data = JSON.parse(document.getElementById('data').textContent);

/** What a reader would not see, or what turns text around. */
const HIDDEN = /(?![\t\n])(?:\p{Cc}|\p{Cf}|\p{Zl}|\p{Zp}|\p{Cs}|[\u{e0000}-\u{e0fff}])/gu;
const visible = (text) =>
  String(text).replace(
    HIDDEN,
    (char) => `\\u${char.codePointAt(0).toString(16).toUpperCase().padStart(4, '0')}`,
  );

function element(name, attributes, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  for (const child of children) node.append(typeof child === 'string' ? visible(child) : child);
  return node;
}

const count = (number, noun) => `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`;
const definition = (name) => data.definitions[name];

/* ------------------------------------------------------------ head and chart */

function head() {
  const { service, document: source, mode, tools, operations, tokens } = data;
  const how = mode === 'dynamic' ? ', found through search, describe and call' : '';
  return [
    element('h1', {}, service.title),
    element(
      'p',
      { class: 'facts' },
      `${source.name}, OpenAPI ${source.version}${service.version ? `, version ${service.version}` : ''}`,
    ),
    element(
      'p',
      { class: 'facts' },
      `${count(tools.length, 'tool')} for ${count(operations, 'operation')}${how}; about ${count(tokens, 'token')}`,
    ),
  ];
}

const BARS = 25;

function chart() {
  const sorted = [...data.tags].sort((a, b) => b.tokens - a.tokens);
  const rest = sorted.slice(BARS);
  const bars = sorted.slice(0, BARS);
  const sum = (key) => rest.reduce((total, tag) => total + tag[key], 0);
  if (rest.length > 0) bars.push({ name: `${rest.length} more`, tokens: sum('tokens'), tools: sum('tools') });
  const most = Math.max(1, ...bars.map((bar) => bar.tokens));
  const svg = svgElement('svg', { class: 'chart', width: '100%', height: bars.length * 22, role: 'img' });
  svg.append(svgText('title', {}, 'Tokens per tag'));
  bars.forEach((bar, index) => {
    const y = index * 22;
    const name = bar.name.length > 30 ? `${bar.name.slice(0, 29)}…` : bar.name;
    svg.append(svgText('text', { x: 0, y: y + 15 }, name));
    svg.append(svgElement('rect', { x: '22%', y: y + 3, width: `${(bar.tokens / most) * 55}%`, height: 15 }));
    svg.append(
      svgText(
        'text',
        { x: '100%', y: y + 15, 'text-anchor': 'end' },
        `${count(bar.tokens, 'token')}, ${count(bar.tools, 'tool')}`,
      ),
    );
  });
  return svg;
}

function svgElement(name, attributes) {
  const node = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  return node;
}

function svgText(name, attributes, text) {
  const node = svgElement(name, attributes);
  node.textContent = visible(text);
  return node;
}

/* ------------------------------------------------------------ tools */

function typeText(schema) {
  if (schema === true || schema === undefined) return 'any';
  if (schema === false) return 'none';
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  if (schema.$ref) return schema.$ref.slice('#/$defs/'.length);
  const type = [schema.type ?? []].flat().join(' | ');
  if (schema.items && typeof schema.items === 'object') return `${typeText(schema.items)}[]`;
  return (
    type || (schema.anyOf ?? schema.allOf ?? []).map(typeText).join(schema.anyOf ? ' | ' : ' & ') || 'any'
  );
}

function argumentTable(schema) {
  const required = new Set(schema.required ?? []);
  const rows = Object.entries(schema.properties ?? {}).map(([name, property]) =>
    element(
      'tr',
      {},
      element('td', { class: 'mono' }, name),
      element('td', { class: 'mono' }, typeText(property)),
      element('td', {}, required.has(name) ? 'required' : ''),
      element('td', {}, property.description ?? ''),
    ),
  );
  if (rows.length === 0) return element('p', {}, 'No arguments.');
  const headings = ['Argument', 'Type', '', ''].map((text) => element('th', {}, text));
  return element('table', {}, element('tr', {}, ...headings), ...rows);
}

/** The schema as clients get it: definitions are kept once for all tools. */
function whole(schema) {
  if (!schema.$defs) return schema;
  return {
    ...schema,
    $defs: Object.fromEntries(Object.entries(schema.$defs).map(([name, index]) => [name, definition(index)])),
  };
}

function details(tool) {
  const cell = element('td', { colspan: 5 });
  cell.append(element('p', {}, tool.description), argumentTable(tool.inputSchema));
  for (const { name, value } of tool.fixed)
    cell.append(element('p', {}, `Always sent: ${name} = ${JSON.stringify(value)}`));
  if (tool.cut.length > 0)
    cell.append(element('p', { class: 'warning' }, `Left out: ${tool.cut.join('; ')}.`));
  for (const finding of tool.findings)
    cell.append(element('p', { class: finding.severity }, findingText(data.findings[finding.index])));
  for (const [title, schema] of [
    ['Input schema', tool.inputSchema],
    ['Output schema', tool.outputSchema],
  ]) {
    if (schema === undefined) continue;
    const box = element('details', {}, element('summary', {}, title));
    box.addEventListener('toggle', () => {
      if (box.childElementCount === 1) box.append(element('pre', {}, JSON.stringify(whole(schema), null, 2)));
    });
    cell.append(box);
  }
  return element('tr', { class: 'details' }, cell);
}

function toolRow(tool) {
  const button = element('button', { class: 'row mono', 'aria-expanded': 'false' }, tool.name);
  const flags = element('td', {});
  const flag = (kind, text) => flags.append(element('span', { class: `flag ${kind}` }, text), ' ');
  if (tool.suspicious) flag('bad', 'suspicious text');
  if (tool.cut.length > 0) flag('warn', 'cut');
  if (tool.deprecated) flag('warn', 'deprecated');
  if (tool.readOnly) flag('', 'reads');
  const row = element(
    'tr',
    {},
    element('td', {}, button),
    element('td', { class: 'method' }, tool.method),
    element('td', { class: 'mono' }, tool.path),
    element('td', { class: 'number' }, tool.tokens.toLocaleString('en')),
    flags,
  );
  let open;
  button.addEventListener('click', () => {
    if (open?.isConnected) open.remove();
    else {
      open ??= details(tool);
      row.after(open);
    }
    button.setAttribute('aria-expanded', String(open.isConnected));
  });
  return row;
}

function toolTable() {
  const rows = data.tools.map((tool) => {
    const text = [
      tool.name,
      tool.method,
      tool.path,
      tool.tag,
      tool.title,
      tool.description,
      Object.keys(tool.inputSchema.properties ?? {}).join(' '),
    ];
    return { tool, row: toolRow(tool), text: text.join(' ').toLowerCase() };
  });
  const search = element('input', {
    type: 'search',
    placeholder: 'Search names, paths, texts, arguments',
    'aria-label': 'Search tools',
  });
  const tag = element('select', { 'aria-label': 'Tag' }, element('option', { value: '' }, 'all tags'));
  for (const one of data.tags) tag.append(element('option', { value: one.id }, `${one.name} (${one.tools})`));
  const only = element('input', { type: 'checkbox' });
  const shown = element('output', {});
  const body = element('tbody', {});
  const show = () => {
    const words = search.value
      .toLowerCase()
      .split(/\s+/)
      .filter((word) => word !== '');
    const found = rows.filter(
      ({ tool, text }) =>
        words.every((word) => text.includes(word)) &&
        (tag.value === '' || tool.tag === tag.value) &&
        (!only.checked || tool.suspicious || tool.findings.length > 0),
    );
    body.replaceChildren(...found.map(({ row }) => row));
    shown.textContent = `${found.length} of ${rows.length}`;
  };
  for (const control of [search, tag, only]) control.addEventListener('input', show);
  show();
  const headings = ['Tool', 'Method', 'Path', 'Tokens', ''].map((text) =>
    element('th', text === 'Tokens' ? { class: 'number' } : {}, text),
  );
  const controls = element(
    'div',
    { class: 'controls' },
    search,
    tag,
    element('label', {}, only, ' with findings only'),
    shown,
  );
  return [
    controls,
    element('table', { id: 'tools' }, element('thead', {}, element('tr', {}, ...headings)), body),
  ];
}

/* ------------------------------------------------------------ findings */

const findingText = ({ place, code, message }) => `${place ? `${place}  ` : ''}${code}  ${message}`;

function findings() {
  const list = element('ul', { class: 'findings' });
  for (const finding of data.findings) {
    const item = element(
      'li',
      {},
      element('span', { class: `mono ${finding.severity}` }, findingText(finding)),
    );
    if (finding.excerpt) item.append(element('pre', {}, finding.excerpt));
    if (finding.fix) item.append(element('div', {}, finding.fix));
    list.append(item);
  }
  return data.findings.length === 0 ? element('p', {}, 'None.') : list;
}

document.title = visible(`${data.service.title}: tools`);
document.body.append(
  ...head(),
  element('h2', {}, 'Tokens per tag'),
  chart(),
  element('h2', {}, 'Tools'),
  ...toolTable(),
  element('h2', {}, `Findings (${data.findings.length})`),
  findings(),
);
