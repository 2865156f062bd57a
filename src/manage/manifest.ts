import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { type BrotliOptions, brotliCompress, brotliCompressSync, constants } from 'node:zlib';
import type { RenderedTree, RunContract } from '../plan/types.js';
import type { ManifestFile } from '../stages.js';
import type { LateFile, OutputFile } from '../write/project.js';

export const MANIFEST_PATH = '.create-mcp-server/manifest.json';
export const BASE_PATH = '.create-mcp-server/base.json.br';
const ATTRIBUTES_PATH = '.create-mcp-server/.gitattributes';

/** What a project records about its own making. No machine paths, no credentials, no times: the same input, the same bytes. */
export interface Manifest {
  readonly manifestVersion: 1;
  readonly generator: { readonly name: 'create-mcp-server'; readonly version: string };
  /** The answers, as an answers file would hold them, without the folder and the document. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly document: ManifestDocument;
  readonly run: RunContract;
  /** Version of the language that the project was written for; `auto` would find another one on another machine. */
  readonly languageVersion?: string;
  readonly files: readonly ManifestFile[];
}

export interface ManifestDocument {
  /** Copy of the document in the project, if it has one. */
  readonly file?: string;
  /** File name, URL without credentials and query, `sample`, `described` or `stdin`. */
  readonly origin: string;
  /** Copies of the overlays that are laid over it, in their order. */
  readonly overlays?: readonly string[];
  /** sha256 over the text of the entry document, hex. */
  readonly sha256: string;
}

export type ManifestFacts = Pick<Manifest, 'options' | 'run' | 'languageVersion'> & {
  readonly generatorVersion: string;
  /** `text`: of the entry document, in case that its copy is not among the files as it was read. */
  readonly document: Omit<ManifestDocument, 'sha256'> & { readonly text: string };
};

export interface ManifestFiles {
  readonly files: readonly OutputFile[];
  readonly late: readonly LateFile[];
}

/**
 * The files of `.create-mcp-server/`: the manifest, and the texts as they were rendered, which later three-way merges
 * start from. Files with the owner `once` are never merged, so their texts are not kept.
 */
export function manifestFiles(tree: RenderedTree, facts: ManifestFacts): ManifestFiles {
  const sorted = [...tree.values()].toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const { text: entry, ...document } = facts.document;
  const files = sorted.map(({ path, owner, mode, text }) => ({ path, owner, mode, sha256: sha256(text) }));
  const copy = sorted.findIndex(({ path, text }) => path === document.file && text === entry);
  const manifest: Manifest = {
    manifestVersion: 1,
    generator: { name: 'create-mcp-server', version: facts.generatorVersion },
    options: facts.options,
    document: { ...document, sha256: files[copy]?.sha256 ?? sha256(entry) },
    run: facts.run,
    ...(facts.languageVersion === undefined ? {} : { languageVersion: facts.languageVersion }),
    files,
  };
  const base = Object.fromEntries(
    sorted.filter(({ owner }) => owner !== 'once').map(({ path, text }) => [path, text]),
  );
  let bytes: Promise<Uint8Array> | undefined;
  const content = () => (bytes ??= compressAside(JSON.stringify(base)));
  return { files: records(manifest), late: [{ path: BASE_PATH, content, mode: 0o644 }] };
}

/** The same from a manifest and the texts that belong to it, with all bytes at hand. */
export function recordFiles(manifest: Manifest, base: Readonly<Record<string, string>>): OutputFile[] {
  const text = JSON.stringify(base);
  const content = brotliCompressSync(text, compression(text));
  return [...records(manifest), { path: BASE_PATH, content, mode: 0o644 }];
}

const records = (manifest: Manifest): OutputFile[] => [
  { path: MANIFEST_PATH, content: `${JSON.stringify(manifest, null, 2)}\n`, mode: 0o644 },
  { path: ATTRIBUTES_PATH, content: '* linguist-generated\nbase.json.br binary\n', mode: 0o644 },
];

/** sha256 of a text in UTF-8, hex. */
export const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

/** Brotli has no header with times or systems in it. Quality 5: a megabyte takes some 20 ms, at 11 over a second. */
const compression = (text: string): BrotliOptions => ({
  params: {
    [constants.BROTLI_PARAM_QUALITY]: 5,
    [constants.BROTLI_PARAM_SIZE_HINT]: Buffer.byteLength(text),
  },
});

/** On a thread of its own. */
const compressAside = (text: string): Promise<Uint8Array> =>
  promisify<string, BrotliOptions, Uint8Array>(brotliCompress)(text, compression(text));
