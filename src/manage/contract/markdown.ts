import { code } from './code.js';
import type { ContractDiff, SchemaChange, ToolChange, Weight } from './types.js';

const HEADINGS: readonly (readonly [Weight, string])[] = [
  ['breaking', 'Breaking'],
  ['extends', 'New or wider'],
  ['wording', 'Wording only'],
];

/** The summary for a pull request. Names and texts of the document stand in code spans, so that none is read as Markdown. */
export function contractMarkdown(diff: ContractDiff): string {
  const { before, after } = diff.tokens;
  const sign = after >= before ? '+' : '−';
  const cost =
    before === after
      ? `The tools cost a model about ${number(after)} tokens, as before.`
      : `The tools cost a model about ${number(after)} tokens, ${sign}${number(Math.abs(after - before))}.`;
  if (diff.tools.length === 0) return `No tool changes. ${cost}\n`;
  const sections = HEADINGS.flatMap(([weight, heading]) => {
    const tools = diff.tools.filter((tool) => tool.weight === weight);
    return tools.length === 0 ? [] : [`### ${heading}`, '', ...tools.flatMap(toolLines), ''];
  });
  return `${[...sections, cost].join('\n')}\n`;
}

const number = (value: number): string => value.toLocaleString('en-US');

function toolLines({ tool, kind, was, changes, weight }: ToolChange): string[] {
  const head = was === undefined ? `- ${code(tool)}: ${kind}` : `- ${code(tool)}: renamed, was ${code(was)}`;
  const told = weight === 'wording' ? changes : changes.filter((one) => one.weight !== 'wording');
  return [head, ...told.map((one) => `  - ${changeText(one)}`)];
}

function changeText({ at, what, weight }: SchemaChange): string {
  const where = at === '' ? '' : `${code(at)} `;
  return `${where}${escaped(what)}${weight === 'breaking' ? ' (**breaking**)' : ''}`;
}

const escaped = (text: string): string => text.replace(/[\\`*_[\]<>#|!@]/g, '\\$&').replace(/\s+/g, ' ');
