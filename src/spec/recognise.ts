import type { JsonObject } from '../model/types.js';
import { isObject, own, ownObject, scalarText } from './json.js';
import type { ParsedFile } from './parse/file.js';
import type { Report } from './report.js';
import { kindOf, show } from './show.js';
import { trailTo } from './trail.js';

/** An OpenAPI document and the version it says it has: `2.0`, `3.0.3` … */
export interface Recognised {
  readonly root: JsonObject;
  readonly version: string;
}

/** Tells whether a parsed file is an OpenAPI document of a version we read; undefined when the report says what it is instead. */
export function recognise(file: ParsedFile, report: Report): Recognised | undefined {
  const root = file.value;
  if (!isObject(root)) {
    report.error('spec.not-openapi', whatValue(file), trailTo(file, []));
    return undefined;
  }
  const key = own(root, 'openapi') === undefined ? 'swagger' : 'openapi';
  const written = own(root, key);
  if (written === undefined) {
    report.error('spec.not-openapi', whatElse(root), trailTo(file, []));
    return undefined;
  }
  const version = readVersion(written);
  if (version === undefined || (key === 'swagger') !== version.startsWith('2.')) {
    const message = `OpenAPI version ${show(written)} is unknown; 2.0, 3.0, 3.1 and 3.2 can be read`;
    report.error('spec.version', message, trailTo(file, [key]));
    return undefined;
  }
  if (version !== written) {
    const message = `The version ${show(written)} is invalid, it must be a text such as "3.0.3"; it is read as ${version}`;
    report.warning('spec.version-form', message, trailTo(file, [key]));
  }
  return { root, version };
}

/** `3.0.3` as it is; `3.0`, 3 and `v3.1` as what they must mean; undefined for others. */
function readVersion(written: unknown): string | undefined {
  if (written === '2.0') return written;
  const text = String(typeof written === 'number' || typeof written === 'string' ? written : '').trim();
  const found = /^v?([23])(?:\.(\d+))?(?:\.\d+)?(-[\w.-]+)?$/.exec(text);
  if (found === null) return undefined;
  const [whole, major, minor = '0', suffix = ''] = found;
  if (major === '2') return minor === '0' ? '2.0' : undefined;
  if (!['0', '1', '2'].includes(minor)) return undefined;
  return /^3\.\d\.\d+(-|$)/.test(whole) ? whole : `3.${minor}.0${suffix}`;
}

/** Says what a file that holds no object seems to be. */
function whatValue({ text, value }: ParsedFile): string {
  if (text.trim() === '') return 'The file is empty';
  if (/^\s*<(?:!doctype|html|head|body)\b/i.test(text)) {
    return 'This is a web page (HTML), not an OpenAPI document; give the address of the document itself';
  }
  if (/^\s*<[?\w]/.test(text)) return 'This is XML, not an OpenAPI document in JSON or YAML';
  return `An OpenAPI document is an object; this file holds ${kindOf(value)}`;
}

/** Says what a document without `openapi` and `swagger` seems to be. */
function whatElse(root: JsonObject): string {
  const schema = scalarText(ownObject(root, 'info')?.['schema']);
  const has = (...keys: string[]): boolean => keys.every((key) => own(root, key) !== undefined);
  if (schema.includes('getpostman.com') || has('info', 'item')) {
    return 'This is a Postman collection, not an OpenAPI document; export the API as OpenAPI';
  }
  if (has('asyncapi')) return 'This is an AsyncAPI document, not an OpenAPI document';
  if (has('swaggerVersion')) return 'This is a Swagger 1.x document; convert it to OpenAPI 2.0 or later';
  if (has('arazzo')) return 'This is an Arazzo document; give the OpenAPI document that it describes';
  if (has('overlay')) return 'This is an OpenAPI Overlay; give the document that it changes';
  if (has('log') && ownObject(root, 'log')?.['entries'] !== undefined)
    return 'This is a HAR recording, not an OpenAPI document';
  if (has('$schema')) return 'This is a JSON Schema, not an OpenAPI document';
  if (has('paths'))
    return 'The member openapi is missing, which says the version: for example "openapi": "3.0.3"';
  return 'This is not an OpenAPI document: it has neither openapi nor swagger, which say the version';
}
