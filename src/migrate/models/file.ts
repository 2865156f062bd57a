import { pyString } from '../../escape/python.js';
import type { MovedClass } from './classes.js';
import type { Fields } from './records.js';
import type { Shape } from './shapes.js';

/** A shape with its name. */
export interface NamedShape {
  readonly name: string;
  readonly shape: Shape;
}

const KEYWORDS = new Set(
  (
    'False None True and as assert async await break class continue def del elif else except finally for from global if import in ' +
    'is lambda nonlocal not or pass raise return try while with yield'
  ).split(' '),
);
const isName = (key: string): boolean =>
  /^[A-Za-z_]\w*$/.test(key) && !KEYWORDS.has(key) && !key.startsWith('__');

/** The text of `api_models.py`, to be formatted. */
export function modelsFile(moved: readonly MovedClass[], shapes: readonly NamedShape[]): string {
  const imports = new Set(moved.flatMap(({ imports: own }) => own));
  if (shapes.length > 0) imports.add('from typing import Any, NotRequired, TypedDict');
  const late = moved.some(({ typing }) => FUTURE.test(typing.text))
    ? 'from __future__ import annotations\n\n'
    : '';
  const classes = moved.map(({ typing, start, node }) => typing.text.slice(start, node.end));
  const head = `"""The shapes of the data that this server reads and builds."""\n\n${late}${[...imports].sort().join('\n')}`;
  return `${[head, ...classes, ...shapes.map(shapeText)].join('\n\n\n')}\n`;
}

/** Annotations of the module are texts. */
export const FUTURE = /^from __future__ import .*\bannotations\b/m;

function shapeText({ name, shape }: NamedShape): string {
  const { fields, owner, variable, built, many } = shape;
  const what = many ? `an element of \`${variable}\`` : `\`${variable}\``;
  const about =
    shape.about ?? (built ? `What \`${owner}\` builds as ${what}.` : `What \`${owner}\` reads of ${what}.`);
  if (![...fields.keys()].every(isName)) return `# ${about}\n${called(name, fields, built)}`;
  const lines = [...fields].map(([key, field]) => `    ${key}: ${typeText(field, built)}`);
  return `class ${name}(TypedDict${built ? '' : ', total=False'}):\n    """${about}"""\n\n${lines.join('\n')}`;
}

function called(name: string, fields: Fields, built: boolean): string {
  const pairs = [...fields].map(([key, field]) => `    ${pyString(key)}: ${typeText(field, built)},`);
  return `${name} = TypedDict(\n    "${name}",\n    {\n${pairs.join('\n')}\n    },\n${built ? '' : '    total=False,\n'})`;
}

function typeText(
  { type, always }: { readonly type: string; readonly always: boolean },
  built: boolean,
): string {
  const known = type === 'read' ? 'Any' : type;
  return built && !always ? `NotRequired[${known}]` : known;
}
