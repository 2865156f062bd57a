import { type Method, type Signature, signatureOf } from './methods.js';
import { instanceName, type Made, type Owner, snake } from './types.js';

/** A class of `api_client.py`. */
export interface ClientClass {
  readonly owner: Owner;
  readonly made: readonly Made[];
  readonly methods: readonly Method[];
}

export interface ClientFile {
  readonly classes: readonly ClientClass[];
  /** Names that the program takes from the library as they are: `ResponseError` → `amadeus.ResponseError`. */
  readonly passed: ReadonlyMap<string, string>;
  /** The package of the runtime: `mcp_x.runtime`. */
  readonly runtime: string;
  /** The program has threads of its own in which it asks: calls go on beside each other, as they did. */
  readonly threads: boolean;
}

const THREAD = '_thread';

export const usesThread = (classes: readonly ClientClass[]): boolean =>
  classes.some(({ methods }) => methods.some(({ mode }) => mode === 'call' || mode === 'read'));

/** The text of `api_client.py`, to be formatted. */
export function clientFile({ classes, passed, runtime, threads }: ClientFile): string {
  const libraries = [...new Set(classes.map(({ owner }) => owner.library))].sort();
  const imports = new Set(classes.map(({ owner }) => owner.statement));
  for (const [name, full] of passed)
    imports.add(`from ${full.slice(0, full.lastIndexOf('.'))} import ${name}`);
  const threaded = !threads && usesThread(classes);
  const run = threads ? 'asyncio.to_thread' : `${THREAD}.call`;
  if (threads && usesThread(classes)) imports.add('import asyncio');
  const instances = classes.flatMap(({ owner }) => (owner.kind === 'module' ? [instanceName(owner)] : []));
  const offered = [...classes.map(({ owner }) => owner.name), ...instances, ...passed.keys()].sort();
  return [
    `"""What this server asks of ${libraries.map((one) => `\`${one}\``).join(' and ')}."""`,
    [
      'from typing import Any',
      ...[...imports].sort(),
      ...(threaded ? [`from ${runtime}.waiting import OneThread`] : []),
    ].join('\n'),
    `__all__ = [${offered.map((name) => `"${name}"`).join(', ')}]`,
    ...(threaded ? [`${THREAD} = OneThread()`] : []),
    ...classes.map((one) => classText(one, run)),
    ...classes.flatMap(({ owner }) =>
      owner.kind === 'module' ? [`${instanceName(owner)} = ${owner.name}()`] : [],
    ),
    '',
  ].join('\n\n');
}

function classText({ owner, made, methods }: ClientClass, run: string): string {
  const inner = owner.kind === 'class' ? `self._${snake(owner.name)}` : owner.expression;
  const about =
    owner.kind === 'class'
      ? `\`${owner.full}\`, with what this server asks of it.`
      : `The functions of \`${owner.full}\` that this server calls.`;
  const start = owner.kind === 'class' ? [startText(owner, inner, made)] : [];
  return [
    `class ${owner.name}:\n    """${about}"""`,
    ...start,
    ...methods.map((one) => methodText(one, inner, run)),
  ].join('\n\n');
}

function startText({ expression }: Owner, inner: string, made: readonly Made[]): string {
  const signature = signatureOf(made);
  return `    def __init__(${parameters(signature)}) -> None:\n        ${inner} = ${expression}(${given(signature)})`;
}

function methodText({ name, path, mode, written, uses }: Method, inner: string, run: string): string {
  const there = `${inner}.${path.join('.')}`;
  const signature = signatureOf(uses);
  const said = `"""Ask for \`${path.join('.')}\`."""`;
  const handed = given(signature);
  switch (mode) {
    case 'call':
      return `    async def ${name}(${parameters(signature)}) -> Any:\n        ${said}\n        return await ${run}(${calledThere(there, path, handed)})`;
    case 'read':
      return `    async def ${name}(self) -> Any:\n        ${said}\n        return await ${run}(lambda: ${there})`;
    case 'awaited':
      return `    async def ${name}(${parameters(signature)}) -> Any:\n        ${said}\n        return await ${there}(${handed})`;
    case 'plain':
      return `    def ${name}(${parameters(signature)}) -> Any:\n        ${said}\n        return ${there}(${handed})`;
    case 'property':
      return `    @property\n    def ${name}(self) -> Any:\n        """What the library has as \`${path.join('.')}\`."""\n        return ${there}${written ? setterText(name, there) : ''}`;
    default:
      return mode satisfies never;
  }
}

/** On the way to the method the library may ask, too. */
const calledThere = (there: string, path: readonly string[], given: string): string =>
  path.length > 1 ? `lambda: ${there}(${given})` : [there, given].filter((text) => text !== '').join(', ');

const setterText = (name: string, there: string): string =>
  `\n\n    @${name}.setter\n    def ${name}(self, value: Any) -> None:\n        ${there} = value`;

function parameters({ values, options, moreValues, moreOptions }: Signature): string {
  const typed = ({ name, type }: Signature['values'][number]): string => `${name}: ${type}`;
  const between = moreValues ? ['*values: Any'] : options.length === 0 ? [] : ['*'];
  const rest = moreOptions ? ['**options: Any'] : [];
  return ['self', ...values.map(typed), ...between, ...options.map(typed), ...rest].join(', ');
}

function given({ values, options, moreValues, moreOptions }: Signature): string {
  return [
    ...values.map(({ name }) => name),
    ...(moreValues ? ['*values'] : []),
    ...options.map(({ name }) => `${name}=${name}`),
    ...(moreOptions ? ['**options'] : []),
  ].join(', ');
}
