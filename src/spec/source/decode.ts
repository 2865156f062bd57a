import { isUtf8 } from 'node:buffer';
import type { Report } from '../report.js';
import { lineIndex } from '../parse/lines.js';

/**
 * The text of a file: UTF-8, or UTF-16 with a byte order mark. Bytes that are not UTF-8 are read as Windows-1252 with a
 * warning; what is no text at all is refused. Undefined when the report says why.
 */
export function decodeText(name: string, bytes: Uint8Array, report: Report): string | undefined {
  const utf16 = utf16Label(bytes);
  if (utf16 !== undefined) return new TextDecoder(utf16).decode(bytes);
  const start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  const body = bytes.subarray(start);
  // Other control characters are left to the parsers, which refuse them by name.
  const binary = body.indexOf(0);
  if (binary !== -1) {
    const message = 'This is not a text file: it holds a byte 0';
    const before = new TextDecoder('latin1').decode(body.subarray(0, binary));
    report.error('spec.binary', message, { file: name, ...lineIndex(before)(binary) });
    return undefined;
  }
  return isUtf8(body) ? new TextDecoder().decode(body) : decodeMixed(name, body, report);
}

function utf16Label(bytes: Uint8Array): string | undefined {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (second === 0 && first !== 0 && bytes[3] === 0))
    return 'utf-16le';
  if ((first === 0xfe && second === 0xff) || (first === 0 && second !== 0 && bytes[2] === 0))
    return 'utf-16be';
  return undefined;
}

/** Keeps the UTF-8 sequences that are right, and reads each other byte as Windows-1252. */
function decodeMixed(name: string, bytes: Uint8Array, report: Report): string {
  const utf8 = new TextDecoder();
  const single = new TextDecoder('windows-1252');
  const parts: string[] = [];
  let length = 0;
  let from = 0;
  const keep = (part: string): void => {
    parts.push(part);
    length += part.length;
  };
  let firstBad: number | undefined;
  for (let at = 0; at < bytes.length; ) {
    const size = sequenceLength(bytes, at);
    if (size > 0) {
      at += size;
      continue;
    }
    keep(utf8.decode(bytes.subarray(from, at)));
    firstBad ??= length;
    keep(single.decode(bytes.subarray(at, at + 1)));
    at += 1;
    from = at;
  }
  keep(utf8.decode(bytes.subarray(from)));
  const text = parts.join('');
  const message = 'The file is not valid UTF-8; the invalid bytes are read as Windows-1252. Save it as UTF-8';
  report.warning('spec.encoding', message, { file: name, ...lineIndex(text)(firstBad ?? 0) });
  return text;
}

/** Bytes of the UTF-8 sequence that starts here; 0 when there is none. */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] ?? 0;
  if (lead < 0x80) return 1;
  const size = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  return lead >= 0xc2 && lead <= 0xf4 && isUtf8(bytes.subarray(at, at + size)) && at + size <= bytes.length
    ? size
    : 0;
}
