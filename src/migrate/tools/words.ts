/** Plain sentences about what is known of parameters and results: their types and defaults, and nothing else. */

const TYPES: readonly (readonly [RegExp, string, string])[] = [
  [/^str$/, 'a text', 'The text that it answers with.'],
  [/^int$/, 'a whole number', 'The number that it answers with.'],
  [/^float$/, 'a number', 'The number that it answers with.'],
  [/^bool$/, 'true or false', 'True or false.'],
  [/^None$/, 'nothing', 'Nothing.'],
  [/^(list|List|Sequence|tuple|Tuple|set|Set)\b/, 'a list', 'The list that it answers with.'],
  [/^(dict|Dict|Mapping)\b/, 'an object', 'The object that it answers with.'],
];

const unquoted = (type: string): string => /^(["'])(.*)\1$/s.exec(type)?.[2] ?? type;

/** `str | None`, `Optional[str]`, `Annotated[str, …]` → `str`, and whether it may be left out. */
function plain(written: string): { readonly type: string; readonly nothing: boolean } {
  let type = unquoted(written.replace(/\s+/g, ' ').trim());
  const annotated = /^(?:\w+\.)?Annotated\[\s*([^,[\]]+(?:\[[^[\]]*\])?(?: \| None)?)/.exec(type);
  if (annotated?.[1] !== undefined) type = annotated[1].trim();
  const optional = /^(?:\w+\.)?Optional\[(.*)\]$/.exec(type)?.[1] ?? /^(.*\S) ?\| ?None$/.exec(type)?.[1];
  return { type: optional ?? type, nothing: optional !== undefined };
}

const capital = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;

/** `A whole number, 4 by default.` `type` and `value` are source text; `value` is a literal or left out. */
export function parameterSentence(type: string, value?: string): string {
  const { type: bare, nothing } = plain(type);
  const choice = /^(?:\w+\.)?Literal\[([^[\]]*)\]$/.exec(bare)?.[1];
  const known = TYPES.find(([form]) => form.test(bare))?.[1];
  const said =
    choice !== undefined
      ? `one of ${choice.trim()}`
      : (known ?? (/^\w+$/.test(bare) && bare !== 'Any' ? `a ${bare}` : 'a value'));
  const or = nothing && known !== 'nothing' ? ' or None' : '';
  return `${capital(said)}${or}${value === undefined ? '' : `, ${value} by default`}.`;
}

/** `The text that it answers with.` */
export function resultSentence(type: string): string {
  const { type: bare, nothing } = plain(type);
  const known = nothing ? undefined : TYPES.find(([form]) => form.test(bare))?.[2];
  return known ?? 'What it answers with.';
}
