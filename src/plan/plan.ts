import type { Diagnostic } from '../diagnostics/types.js';
import { type TemplateSources, templateSources } from '../render/sources.js';
import type { PlanProject } from '../stages.js';
import { additionsOf, baseFiles, filesOf, replaceTokens } from './additions.js';
import type { FileEntry, TreeCopy } from './types.js';

function treeFiles(tree: TreeCopy, sources: TemplateSources): FileEntry[] {
  const prefix = `${tree.source}/`;
  const skip = new Set(tree.leaveOut ?? []);
  const replace = tree.replace ?? {};
  return sources
    .list()
    .filter((source) => source.startsWith(prefix) && !skip.has(source.slice(prefix.length)))
    .map((source) => {
      const path = replaceTokens(source.slice(prefix.length), replace);
      return {
        kind: 'copy',
        path: tree.path === '' ? path : `${tree.path}/${path}`,
        source,
        replace,
        owner: tree.owner,
      };
    });
}

/** A segment that every file system takes: no separators, no dots alone, nothing that Windows refuses. */
const SAFE_SEGMENT = /^(?!\.{1,2}$)[A-Za-z0-9._-]{1,120}$/;

function pathProblems(files: readonly FileEntry[]): Diagnostic[] {
  const seen = new Set<string>();
  return files.flatMap(({ path }): Diagnostic[] => {
    const folded = path.toLowerCase();
    const problem = path.split('/').every((part) => SAFE_SEGMENT.test(part))
      ? seen.has(folded) && 'is planned twice'
      : 'is no safe path';
    seen.add(folded);
    return problem === false
      ? []
      : [{ code: 'internal.render', severity: 'error', message: `The file ${path} ${problem}.` }];
  });
}

/**
 * Asks the target for its files, writes the folders out as files, and adds what preset and features bring. Every path is
 * unique and safe on every system.
 */
export const planProject: PlanProject = (model, options, target, parts = []) => {
  const tokens = target.tokens(model, options);
  const additions = additionsOf(parts, target, tokens, templateSources);
  const { plan, diagnostics } = target.plan(model, options, additions);
  const trees = (plan.trees ?? []).flatMap((tree) => treeFiles(tree, templateSources));
  const own = filesOf(parts, model, options, { tokens, additions }, templateSources);
  const files = [...baseFiles([...plan.files, ...trees], parts, own), ...own];
  const problems = pathProblems(files);
  if (problems.length > 0) return { ok: false, diagnostics: [...diagnostics, ...problems] };
  const sorted = [...files].sort((a, b) => (a.path < b.path ? -1 : 1));
  return { ok: true, value: { files: sorted }, diagnostics };
};
