import type { Severity } from '../../diagnostics/types.js';
import type { JsonObject, JsonValue } from '../../model/types.js';
import { isObject } from '../json.js';
import type { ParsedFile } from '../parse/file.js';
import type { Report } from '../report.js';
import { show } from '../show.js';
import type { Blame } from '../source/read.js';
import { type Trail, trailTo } from '../trail.js';
import { KIND_NAME, type Kind, kindAt } from '../walk/kinds.js';
import { mendBroken, takeOut } from './broken.js';
import { mendCircles } from './circles.js';
import { collectRefs, type Mend } from './collect.js';
import { findFragment, type Found } from './find.js';
import { type RefSite, RefSites, type Target } from './site.js';

/** Gives the file that a reference names, or undefined when the report says why it cannot be had. */
export type OpenFile = (from: ParsedFile, uri: string, blame: Blame) => Promise<ParsedFile | undefined>;

/** Told of every value that is walked, where it was written. */
export type OnVisit = (value: JsonObject, kind: Kind, trail: Trail) => void;

/**
 * Walks the document, then everything it refers to, in whatever file. Afterwards every site that is left has a target
 * of the right kind; what led nowhere is mended and reported.
 */
export async function resolveRefs(
  entry: ParsedFile,
  open: OpenFile,
  mend: Mend,
  report: Report,
  onVisit: OnVisit = () => {},
): Promise<RefSites> {
  const sites = new RefSites();
  const start = { value: entry.value, kind: 'document', trail: { file: entry } } as const;
  collectRefs(start, sites, mend, report, (value, kind, trail) => {
    onVisit(value, kind, trail);
    return true;
  });
  const beyond = new Beyond(entry, sites, mend, report, onVisit);
  const fragments = new Fragments();
  for (let index = 0; index < sites.all.length && !report.failed; index++) {
    const site = sites.all[index];
    if (site === undefined) continue;
    const text = String(site.owner[site.key]);
    const bare = findBareName(entry, site, text, report);
    const { uri, fragment } = splitRef(bare ?? text);
    const file =
      uri === ''
        ? site.trail.file
        : await open(site.trail.file, uri, { at: site.trail, severity: severityOf(site) });
    if (file === undefined) {
      takeOut(site, sites);
      continue;
    }
    const found = fragments.find(file, fragment);
    if ('problem' in found) {
      mendBroken(site, sites, 'spec.ref-missing', `${show(text, 120)} ${found.problem}`, report);
    } else if (beyond.accept(found.target, site.kind)) {
      site.target = found.target;
    } else {
      const message = `${show(text, 120)} is not a ${KIND_NAME[site.kind]}`;
      mendBroken(site, sites, 'spec.ref-kind', message, report);
    }
  }
  mendCircles(sites, report);
  return sites;
}

/**
 * Swagger 1 referred to schemas by their bare names, and some documents still do. Such a name is taken for a schema of
 * the document where it has one, and for a file otherwise.
 */
function findBareName(entry: ParsedFile, site: RefSite, text: string, report: Report): string | undefined {
  if (site.key !== '$ref' || site.kind !== 'schema' || !/^[A-Za-z_]\w*$/.test(text)) return undefined;
  for (const section of ['#/components/schemas/', '#/definitions/']) {
    if ('problem' in findFragment(entry, `${section.slice(1)}${text}`)) continue;
    const full = `${section}${text}`;
    report.repair(
      'spec.ref-form',
      `The $ref ${text} is invalid as a reference; it is read as ${full}`,
      site.trail,
    );
    site.owner['$ref'] = full;
    return full;
  }
  return undefined;
}

/** Without its examples and links a document still says everything about its operations. */
const severityOf = ({ key, kind }: RefSite): Severity =>
  key !== '$ref' || kind === 'example' || kind === 'link' || kind === 'callback' ? 'warning' : 'error';

export function splitRef(text: string): { uri: string; fragment: string } {
  const hash = text.indexOf('#');
  return hash === -1
    ? { uri: text.trim(), fragment: '' }
    : { uri: text.slice(0, hash).trim(), fragment: text.slice(hash + 1) };
}

/** Finds each fragment of each file once. */
class Fragments {
  readonly #found = new Map<ParsedFile, Map<string, Found>>();

  find(file: ParsedFile, fragment: string): Found {
    let known = this.#found.get(file);
    if (known === undefined) {
      known = new Map();
      this.#found.set(file, known);
    }
    const found = known.get(fragment) ?? findFragment(file, fragment);
    known.set(fragment, found);
    return found;
  }
}

/** Knows the kinds of the targets, and walks those that the walk of the document did not meet. */
class Beyond {
  readonly #kinds = new Map<JsonValue, Kind>();

  constructor(
    private readonly entry: ParsedFile,
    private readonly sites: RefSites,
    private readonly mend: Mend,
    private readonly report: Report,
    private readonly onVisit: OnVisit,
  ) {}

  /** Whether a value of this kind stands at the target. */
  accept({ file, segments, value }: Target, kind: Kind): boolean {
    if (kind === 'schema' && typeof value === 'boolean') return true;
    if (!isObject(value)) return kind === 'example';
    const documented = file === this.entry ? kindAt(segments) : undefined;
    if (documented !== undefined) return documented === kind || isCompatible(documented, kind);
    const known = this.#kinds.get(value);
    if (known !== undefined) return known === kind || isCompatible(known, kind);
    collectRefs(
      { value, kind, trail: trailTo(file, segments) },
      this.sites,
      this.mend,
      this.report,
      (visited, visitedKind, trail) => {
        if (this.#kinds.has(visited)) return false;
        this.#kinds.set(visited, visitedKind);
        this.onVisit(visited, visitedKind, trail);
        return true;
      },
    );
    return true;
  }
}

/** A header is a parameter without a name, so a parameter can serve as one. */
const isCompatible = (found: Kind | 'container', wanted: Kind): boolean =>
  found === 'parameter' && wanted === 'header';
