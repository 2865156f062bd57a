/** Comments that keep a checker from saying something: the new project has none, so that what they hid is mended, or listed. */
import { applyEdits, type Edit } from '../python/edits.js';
import { parsePython, walk } from '../python/tree.js';

const SILENCER =
  /#\s*(?:type:\s*ignore(?:\[[^\]]*\])?|(?:ruff:\s*)?noqa(?::\s*[A-Z]+[0-9]+(?:[,\s]+[A-Z]+[0-9]+)*)?|pragma:\s*no cover)\s*/gi;

/** Files, path → text, without them; what else such a comment says stays. */
export async function withoutSilencers(files: ReadonlyMap<string, string>): Promise<Map<string, string>> {
  const free = new Map<string, string>();
  for (const [path, text] of files) {
    const edits: Edit[] = [];
    // Most programs have none, and reading a text takes its time.
    for (const node of text.search(SILENCER) < 0 ? [] : walk(await parsePython(text))) {
      const said = text.slice(node.start, node.end);
      if (node.type !== 'comment' || said.search(SILENCER) !== 0) continue;
      const words = said.replace(SILENCER, '').replace(/^[\s#:-]+/, '');
      const before = /[ \t]*$/.exec(text.slice(0, node.start))?.[0].length ?? 0;
      if (words !== '') edits.push({ start: node.start, end: node.end, text: `# ${words}` });
      else edits.push({ start: node.start - before, end: node.end, text: '' });
    }
    free.set(path, applyEdits(text, edits));
  }
  return free;
}
