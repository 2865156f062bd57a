/** How arguments are written into a path, so that none of them can leave its segment. */
import { asParam, type Param, type Params, simpleParts, stringsIn } from './encoding.js';
import { ArgumentError } from './errors.js';
import { decodeLoosely, encodeComponent, isGiven, isRecord } from './text.js';

const LITERAL = /%(2F|3A|40|21|24|26|27|28|29|2A|2B|2C|3B|3D|25|3F|7B|7D)/g;

/** Literal text of a template: what a path may hold stays as it is. */
const encodeLiteral = (text: string): string =>
  encodeComponent(text).replace(LITERAL, (code) => decodeURIComponent(code));

const isDots = (text: string): boolean => /^\.{1,2}$/.test(decodeLoosely(decodeLoosely(text)));

/**
 * Fills a path template. Each argument stays inside its segment; `.`, `..` and "" are refused (RFC 3986 sections 3.3 and
 * 5.2.4). Throws `ArgumentError`.
 */
export function buildPath(template: string, values: Params): string {
  const texts = new Map(
    Object.entries(values).map(([name, raw]) => [
      encodeLiteral(name),
      pathText(name, asParam(raw)),
    ]),
  );
  // One pass, so that braces inside an argument are never taken for a placeholder.
  const path = encodeLiteral(template).replace(
    /\{([^{}]*)\}/g,
    (whole, name: string) => texts.get(name) ?? whole,
  );
  const [segments = ''] = path.split('?');
  if (segments.split('/').some(isDots)) {
    throw new ArgumentError(Object.keys(values).join(', '), "a path segment cannot be '.' or '..'");
  }
  return path;
}

function pathText(name: string, param: Param): string {
  if (!isGiven(param.value))
    throw new ArgumentError(name, 'a value is required, it is part of the path');
  if (stringsIn(param.value).some((text) => text === '' || isDots(text))) {
    throw new ArgumentError(name, "a path segment cannot be empty, '.' or '..'");
  }
  const text = styled(name, param, simpleParts(param, encodeComponent));
  if (text === '') throw new ArgumentError(name, 'a path segment cannot be empty');
  return text;
}

/** The marks of a style: `.a` for label, `;name=a` for matrix. */
function styled(name: string, { value, style }: Param, parts: readonly string[]): string {
  const explode = style.explode === true;
  if (style.style === 'label') {
    const safe =
      explode && parts.length > 1 ? parts.map((part) => part.replaceAll('.', '%2E')) : parts;
    return parts.length === 0 ? '' : `.${safe.join(explode ? '.' : ',')}`;
  }
  if (style.style !== 'matrix') return parts.join(',');
  if (explode && isRecord(value)) return parts.map((part) => `;${part}`).join('');
  const key = encodeComponent(name);
  if (explode) return parts.map((part) => `;${key}=${part}`).join('');
  return parts.length === 0 ? '' : `;${key}=${parts.join(',')}`;
}
