import type { Diagnostic } from '../diagnostics/types.js';
import { TreeFormatter } from '../format/format.js';
import { isFormatConfig } from '../format/languages.js';
import type { FileEntry, FilePlan } from '../plan/types.js';
import type { RenderPlan } from '../stages.js';
import { createRenderer, type Render } from './engine.js';
import { isSettled } from './settled.js';
import { type TemplateSources, templateSources } from './sources.js';

const bug = (path: string, error: unknown): Diagnostic => ({
  code: 'internal.render',
  severity: 'error',
  message: `${path} could not be rendered: ${error instanceof Error ? error.message : String(error)}`,
});

/** Copies are real source files; tokens such as `mcp_package` stand for the project's own names. */
const replaceTokens = (text: string, tokens: Readonly<Record<string, string>>): string =>
  Object.entries(tokens).reduce((result, [token, name]) => result.replaceAll(token, name), text);

function textOf(entry: FileEntry, render: Render, sources: TemplateSources): string {
  switch (entry.kind) {
    case 'template':
      return render(entry.template, entry.view);
    case 'copy':
      return replaceTokens(sources.get(entry.source), entry.replace ?? {});
    case 'text':
      return entry.text;
  }
}

/** What needs neither formatter nor parser: JSON that was printed from data, and copies that stay as they are. */
const settled = (entry: FileEntry, text: string, sources: TemplateSources): boolean =>
  (entry.kind === 'text' && entry.path.endsWith('.json')) ||
  (entry.kind === 'copy' && isSettled(sources.get(entry.source), text, entry.replace ?? {}));

/** The files that say how the others are formatted come first. */
function inOrder(plan: FilePlan): readonly FileEntry[] {
  const isConfig = ({ path }: FileEntry) => isFormatConfig(path);
  return [...plan.files.filter(isConfig), ...plan.files.filter((entry) => !isConfig(entry))];
}

/** Everything in memory: nothing is written unless the whole tree rendered, formatted and parsed. */
export const renderPlan: RenderPlan = async (plan, target, lint = true) => {
  const render = createRenderer(target, templateSources);
  const diagnostics: Diagnostic[] = [];
  const formatter = new TreeFormatter(lint);
  for (const entry of inOrder(plan)) {
    try {
      const text = textOf(entry, render, templateSources);
      const file = { path: entry.path, text, owner: entry.owner, mode: entry.mode ?? 0o644 };
      formatter.add(file, settled(entry, text, templateSources));
    } catch (error) {
      diagnostics.push(bug(entry.path, error));
    }
  }
  const tree = await formatter.finish();
  return diagnostics.length > 0 ? { ok: false, diagnostics } : tree;
};
