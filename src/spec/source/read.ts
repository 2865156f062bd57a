import type { LoadPolicy, SpecSource, SpecWorld } from '../../stages.js';
import type { Severity } from '../../diagnostics/types.js';
import type { At, Report } from '../report.js';
import { show } from '../show.js';
import { decodeText } from './decode.js';
import { fetchBytes, type Guard } from './fetch.js';
import { fileProblem, tooLarge } from './file-problem.js';
import { entryGuard } from './guards.js';
import { printableUrl } from './hosts.js';
import type { Location } from './location.js';

/** The text of a file and where it really was. */
export interface ReadText {
  /** As the user knows it. */
  readonly name: string;
  readonly text: string;
  readonly location: Location;
}

/** Where a failure to read is reported, and how much it matters. */
export interface Blame {
  readonly at: At;
  readonly severity: Severity;
}

/** Reads the entry, wherever it is; undefined when the report says why not. */
export async function readSource(
  source: SpecSource,
  policy: LoadPolicy,
  world: SpecWorld,
  report: Report,
): Promise<ReadText | undefined> {
  if (source.kind === 'text') return readGiven(source.text, source.name, policy, report);
  if (source.kind === 'bytes') return readBytes(source.bytes, source.name, policy, report);
  if (source.kind === 'file') {
    const blame: Blame = { at: { file: source.path }, severity: 'error' };
    return readFile(source.path, source.path, policy, world, report, blame);
  }
  if (!URL.canParse(source.url) || !/^https?:$/.test(new URL(source.url).protocol)) {
    const message = `${show(source.url.replace(/\/\/[^/@]*@/, '//'))} is not an http or https address`;
    report.error('spec.url-form', message, undefined);
    return undefined;
  }
  const url = new URL(source.url);
  const blame: Blame = { at: { file: printableUrl(url) }, severity: 'error' };
  return readUrl(url, entryGuard(world), policy, world, report, blame);
}

function readGiven(text: string, name: string, policy: LoadPolicy, report: Report): ReadText | undefined {
  if (text.length > policy.maxBytes) {
    report.error('spec.too-large', tooLarge(policy.maxBytes), { file: name });
    return undefined;
  }
  return { name, text: text.replace(/^\ufeff/, ''), location: { kind: 'none' } };
}

function readBytes(
  bytes: Uint8Array,
  name: string,
  policy: LoadPolicy,
  report: Report,
): ReadText | undefined {
  if (bytes.byteLength > policy.maxBytes) {
    report.error('spec.too-large', tooLarge(policy.maxBytes), { file: name });
    return undefined;
  }
  const text = decodeText(name, bytes, report);
  return text === undefined ? undefined : { name, text, location: { kind: 'none' } };
}

/** Reads a file, under the name that the user knows.  */
export async function readFile(
  path: string,
  name: string,
  policy: LoadPolicy,
  world: SpecWorld,
  report: Report,
  blame: Blame,
): Promise<ReadText | undefined> {
  try {
    const bytes = await world.readFile(path, policy.maxBytes);
    if (bytes.byteLength > policy.maxBytes) throw Object.assign(new Error(), { code: 'ERR_TOO_LARGE' });
    const text = decodeText(name, bytes, report);
    return text === undefined
      ? undefined
      : { name, text, location: { kind: 'file', path: await world.realPath(path) } };
  } catch (error) {
    const { code, message } = fileProblem(error, policy);
    report.add(blame.severity, code, message, blame.at);
    return undefined;
  }
}

/** Fetches an address that the guard lets through. */
export async function readUrl(
  url: URL,
  guard: Guard,
  policy: LoadPolicy,
  world: SpecWorld,
  report: Report,
  blame: Blame,
): Promise<ReadText | undefined> {
  const fetched = await fetchBytes(url, policy, world, guard);
  const name = printableUrl(url);
  if ('code' in fetched) {
    report.add(blame.severity, fetched.code, fetched.message, blame.at);
    return undefined;
  }
  const text = decodeText(name, fetched.bytes, report);
  return text === undefined ? undefined : { name, text, location: { kind: 'url', url: fetched.url } };
}
