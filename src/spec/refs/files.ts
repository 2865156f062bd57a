import { dirname, join, relative, resolve } from 'node:path';
import type { LoadPolicy, SpecWorld } from '../../stages.js';
import { MAX_FILES } from '../limits.js';
import type { ParsedFile } from '../parse/file.js';
import { parseText } from '../parse/parse.js';
import type { Report } from '../report.js';
import { show } from '../show.js';
import { errorCode, tooLarge } from '../source/file-problem.js';
import { refGuard } from '../source/guards.js';
import { isInside, type Location, locationKey, resolveUri } from '../source/location.js';
import { type Blame, type ReadText, readFile, readUrl } from '../source/read.js';

/** The files of one document: opens what a reference names, once, within what the policy allows. */
export class FileSet {
  readonly #locations = new Map<ParsedFile, Location>();
  readonly #opened = new Map<string, ParsedFile | undefined>();
  readonly #folders: Promise<readonly string[]>;
  #bytes: number;

  constructor(
    private readonly entry: ParsedFile,
    private readonly entryAt: Location,
    private readonly policy: LoadPolicy,
    private readonly world: SpecWorld,
    private readonly report: Report,
  ) {
    this.#locations.set(entry, entryAt);
    this.#opened.set(locationKey(entryAt), entry);
    this.#bytes = entry.text.length;
    this.#folders = allowedFolders(entryAt, policy, world);
  }

  /** Every file with its location, entry first. */
  get files(): ReadonlyMap<ParsedFile, Location> {
    return this.#locations;
  }

  /** The file that a reference names; undefined when the report says why it cannot be had. */
  async open(from: ParsedFile, uri: string, blame: Blame): Promise<ParsedFile | undefined> {
    const location = resolveUri(this.#locations.get(from) ?? { kind: 'none' }, uri);
    if ('problem' in location) {
      this.report.add(blame.severity, 'spec.ref-form', `${show(uri)} ${location.problem}`, blame.at);
      return undefined;
    }
    const key = locationKey(location);
    if (this.#opened.has(key)) return this.#opened.get(key);
    const read = await this.#read(location, uri, blame);
    const file = read === undefined ? undefined : await this.#parse(read, blame);
    this.#opened.set(key, file);
    return file;
  }

  async #read(location: Location, uri: string, blame: Blame): Promise<ReadText | undefined> {
    if (location.kind === 'url') {
      const entryUrl = this.entryAt.kind === 'url' ? this.entryAt.url : undefined;
      const guard = refGuard(this.policy, this.world, entryUrl);
      return readUrl(location.url, guard, this.policy, this.world, this.report, blame);
    }
    if (location.kind === 'none' || !(await this.#mayRead(location.path))) return this.#outside(uri, blame);
    try {
      if (!(await this.#mayRead(await this.world.realPath(location.path)))) return this.#outside(uri, blame);
    } catch (error) {
      const what = errorCode(error) === 'ENOENT' ? 'names a file that does not exist' : 'cannot be read';
      this.report.add(blame.severity, 'spec.ref-file', `The $ref ${show(uri)} ${what}`, blame.at);
      return undefined;
    }
    return readFile(location.path, this.#nameOf(location.path), this.policy, this.world, this.report, blame);
  }

  async #mayRead(path: string): Promise<boolean> {
    return (await this.#folders).some((folder) => isInside(folder, path));
  }

  #outside(uri: string, blame: Blame): undefined {
    const where =
      this.entryAt.kind === 'file' ? "leads out of the document's folder" : 'leads to a file of this machine';
    const message = `The $ref ${show(uri)} ${where} and is not read; allow its folder with --allow-ref-dir`;
    this.report.add(blame.severity, 'spec.ref-outside', message, blame.at);
  }

  async #parse(read: ReadText, blame: Blame): Promise<ParsedFile | undefined> {
    const key = locationKey(read.location);
    const same = this.#opened.get(key);
    if (same !== undefined) return same;
    this.#bytes += read.text.length;
    if (this.#bytes > this.policy.maxBytes || this.#locations.size >= MAX_FILES) {
      const message =
        this.#locations.size < MAX_FILES
          ? tooLarge(this.policy.maxBytes)
          : `There are more than ${MAX_FILES} files`;
      this.report.error('spec.too-large', message, blame.at);
      return undefined;
    }
    const file = await parseText(read.name, read.text, this.report);
    if (file === undefined) return undefined;
    this.#locations.set(file, read.location);
    this.#opened.set(key, file);
    return file;
  }

  /** The path as the user would type it: beside the entry's own name. */
  #nameOf(path: string): string {
    if (this.entryAt.kind !== 'file') return path;
    return join(dirname(this.entry.name), relative(dirname(this.entryAt.path), path));
  }
}

/** The entry's folder and what `--allow-ref-dir` names, as written and with their links resolved. */
async function allowedFolders(
  entry: Location,
  policy: LoadPolicy,
  world: SpecWorld,
): Promise<readonly string[]> {
  const named = policy.allowRefDirs.map((folder) => resolve(folder));
  const folders = entry.kind === 'file' ? [dirname(entry.path), ...named] : named;
  const real = folders.map((folder) => world.realPath(folder).catch(() => folder));
  return [...new Set([...folders, ...(await Promise.all(real))])];
}
