import Handlebars from 'handlebars';

type Node = hbs.AST.Node;

/** A template as the lints see it: parsed, never compiled. */
export const parseTemplate = (text: string): hbs.AST.Program => Handlebars.parse(text);

export const isPath = (node: Node): node is hbs.AST.PathExpression => node.type === 'PathExpression';
export const isBlock = (node: Node): node is hbs.AST.BlockStatement => node.type === 'BlockStatement';
export const isMustache = (node: Node): node is hbs.AST.MustacheStatement =>
  node.type === 'MustacheStatement';
export const isPartial = (node: Node): node is hbs.AST.PartialStatement => node.type === 'PartialStatement';

/** Statements of a program and how deep they are nested. */
export function statements(program: hbs.AST.Program | undefined, depth = 0): { node: Node; depth: number }[] {
  return (program?.body ?? []).flatMap((node) =>
    isBlock(node)
      ? [{ node, depth }, ...statements(node.program, depth + 1), ...statements(node.inverse, depth + 1)]
      : [{ node, depth }],
  );
}

export const nameOf = (node: { path: Node }): string => (isPath(node.path) ? node.path.original : '');
