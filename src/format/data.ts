import { parse as parseToml } from 'smol-toml';
import { parseDocument } from 'yaml';

/** Throws when the text is not what its name says. Files of other kinds pass. */
export function parseData(path: string, text: string): void {
  if (path.endsWith('.json')) JSON.parse(text);
  else if (path.endsWith('.toml')) parseToml(text);
  else if (/\.ya?ml$/.test(path)) {
    const [error] = parseDocument(text, { version: '1.2' }).errors;
    if (error !== undefined) throw error;
  }
}
