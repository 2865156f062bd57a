import { problem } from '../../diagnostics/catalogue.js';
import type { Staged } from '../../diagnostics/types.js';

/** PEP 263: in the first or second line. */
const DECLARED = /^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)/;
const LATIN = /^(latin[-_]?1|iso[-_]?8859[-_]?1)$/i;

/** The text of a Python file: UTF-8, or Latin-1 where the file says so. A byte order mark is dropped. */
export function decodePython(file: string, bytes: Uint8Array): Staged<string> {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 400)).split(/\r\n|[\r\n]/, 2);
  const declared = head.map((line) => DECLARED.exec(line)?.[1]).find((name) => name !== undefined);
  if (declared !== undefined && LATIN.test(declared)) {
    const text = Buffer.from(bytes).toString('latin1');
    return { ok: true, value: text.replace(DECLARED, '# coding: utf-8'), diagnostics: [] };
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (text.includes('\0')) return refused(file, 1, `${file} holds a zero byte: it is no Python source.`);
    return { ok: true, value: text, diagnostics: [] };
  } catch {
    return refused(file, badLine(bytes), `${file} is not UTF-8 and declares no other encoding.`);
  }
}

function refused(file: string, line: number, message: string): Staged<string> {
  return { ok: false, diagnostics: [problem('migrate.encoding', message, { place: { file, line } })] };
}

/** The first line that is no UTF-8, from 1. */
function badLine(bytes: Uint8Array): number {
  let line = 1;
  let start = 0;
  for (let i = 0; i <= bytes.length; i++) {
    if (i < bytes.length && bytes[i] !== 10) continue;
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(start, i));
    } catch {
      return line;
    }
    line += 1;
    start = i + 1;
  }
  return 1;
}
