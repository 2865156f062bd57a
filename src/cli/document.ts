import { resolve } from 'node:path';
import { problem } from '../diagnostics/catalogue.js';
import type { Staged } from '../diagnostics/types.js';
import { describedDocument, parseResource, type Resource } from '../options/describe.js';
import type { Options } from '../options/resolve.js';
import type { Beside, LoadPolicy, SpecSource } from '../stages.js';
import type { World } from './world.js';

export interface ChosenSource {
  readonly source: SpecSource;
  /** For the manifest; no credentials, no machine path. */
  readonly origin: string;
}

export type SourceAnswers = Pick<
  Options,
  'spec' | 'sample' | 'baseUrl' | 'resource' | 'name' | 'description' | 'auth'
>;

/** Where the answers say the document is; without any word of it, the sample. Errors: `cli.value`. */
export async function chooseSource(answers: SourceAnswers, world: World): Promise<Staged<ChosenSource>> {
  if (answers.baseUrl !== undefined) return describedSource(answers, answers.baseUrl);
  if (answers.spec === undefined) {
    return chosen({ kind: 'text', text: await world.sample(), name: 'bookshop.yaml' }, 'sample');
  }
  if (answers.spec === '-') {
    return chosen({ kind: 'bytes', bytes: await world.readStdin(), name: '<stdin>' }, 'stdin');
  }
  if (/^https?:\/\//i.test(answers.spec)) return urlSource(answers.spec);
  // As typed, so that messages name the file as the user does.
  return chosen({ kind: 'file', path: answers.spec }, answers.spec.split(/[\\/]/).at(-1) ?? answers.spec);
}

const chosen = (source: SpecSource, origin: string): Staged<ChosenSource> => ({
  ok: true,
  value: { source, origin },
  diagnostics: [],
});

function urlSource(text: string): Staged<ChosenSource> {
  if (!URL.canParse(text)) {
    return { ok: false, diagnostics: [problem('cli.value', `--spec ${JSON.stringify(text)} is no URL.`)] };
  }
  const url = new URL(text);
  return chosen({ kind: 'url', url: text }, `${url.origin}${url.pathname}`);
}

function describedSource(answers: SourceAnswers, baseUrl: string): Staged<ChosenSource> {
  const parsed = (answers.resource ?? []).map(parseResource);
  const wrong = parsed.filter((one) => typeof one === 'string');
  if (wrong.length > 0) {
    const fix = 'Write it like "books(title!,price:number)=list,get,create".';
    return {
      ok: false,
      diagnostics: wrong.map((why) => problem('cli.value', `--resource: ${why}`, { fix })),
    };
  }
  const document = describedDocument({
    title: answers.name ?? new URL(baseUrl).hostname,
    ...(answers.description === undefined ? {} : { description: answers.description }),
    baseUrl,
    auth: answers.auth,
    resources: parsed.filter((one): one is Resource => typeof one !== 'string'),
  });
  const text = `${JSON.stringify(document, null, 2)}\n`;
  return chosen({ kind: 'text', text, name: 'openapi.json' }, 'described');
}

/** What the answers lay beside the document. */
export const besideOf = ({ overlay, toolsFile }: Pick<Options, 'overlay' | 'toolsFile'>): Beside => ({
  overlays: (overlay ?? []).map((one) =>
    /^https?:\/\//i.test(one) ? { kind: 'url', url: one } : { kind: 'file', path: one },
  ),
  ...(toolsFile === undefined ? {} : { toolsFile: { kind: 'file', path: toolsFile } }),
});

/** The limits of `base`, with what the answers allow beyond it. */
export const loadPolicy = (base: LoadPolicy, options: Options, world: World): LoadPolicy => ({
  ...base,
  allowRefHosts: [...base.allowRefHosts, ...(options.allowRefHost ?? [])],
  allowRefDirs: [...base.allowRefDirs, ...(options.allowRefDir ?? []).map((dir) => resolve(world.cwd, dir))],
});
