import type { PyNode } from '../python/tree.js';

/** The text of a plain string literal without escapes; undefined for f-strings, bytes, escapes and anything else. */
export function literalText(node: PyNode, text: string): string | undefined {
  if (node.type === 'parenthesized_expression') {
    const inner = node.children.find(({ named, type }) => named && type !== 'comment');
    return inner && literalText(inner, text);
  }
  if (node.type === 'concatenated_string') {
    const parts = node.children
      .filter(({ type }) => type === 'string')
      .map((part) => literalText(part, text));
    return parts.includes(undefined) ? undefined : parts.join('');
  }
  if (node.type !== 'string') return undefined;
  const match = /^[rRuU]?('''|"""|'|")([\s\S]*)\1$/.exec(text.slice(node.start, node.end));
  const body = match?.[2];
  return body === undefined || body.includes('\\') ? undefined : body;
}
