import type { Diagnostic } from '../diagnostics/types.js';
import { formatTree } from '../format/format.js';
import type { FileEntry, RenderedFile } from '../plan/types.js';
import type { RenderPlan } from '../stages.js';
import { createRenderer, type Render } from './engine.js';
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

/** Everything in memory: nothing is written unless the whole tree rendered, formatted and parsed. */
export const renderPlan: RenderPlan = async (plan, target) => {
  const render = createRenderer(target, templateSources);
  const files: RenderedFile[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const entry of plan.files) {
    try {
      const text = textOf(entry, render, templateSources);
      files.push({ path: entry.path, text, owner: entry.owner, mode: entry.mode ?? 0o644 });
    } catch (error) {
      diagnostics.push(bug(entry.path, error));
    }
  }
  if (diagnostics.length > 0) return { ok: false, diagnostics };
  return formatTree(files);
};
