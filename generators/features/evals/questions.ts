import { clip, isBlank, joinText, openText } from '../../../src/escape/text.js';
import type { JsonObject, JsonValue, ServiceModel, Tool, Argument } from '../../../src/model/types.js';

/** Longer values would test copying, not choosing. */
const LONGEST_VALUE = 200;

const written = ({ sample }: Argument): string => JSON.stringify(sample ?? null);

/** What a person would say: what the tool is for, and what is known. The tool itself is not named. */
function ask(tool: Tool, known: readonly Argument[]): string {
  const wish = isBlank(tool.title) ? tool.description : tool.title;
  const facts = known.map((argument) => `${argument.name.replaceAll('_', ' ')} is ${written(argument)}`);
  const text = openText(clip(wish, 160)).replace(/[.\s]+$/, '');
  return openText(joinText(text, facts.length === 0 ? '.' : `, where ${facts.join(' and ')}.`));
}

/** A question for each tool whose required arguments are known and short, with the one call that answers it. */
export function questionsOf({ tools }: ServiceModel): JsonObject[] {
  return tools.flatMap((tool): JsonObject[] => {
    const known = tool.arguments.filter(({ required }) => required);
    if (known.some((one) => one.sample === undefined || written(one).length > LONGEST_VALUE)) return [];
    const samples = known.map(({ name, sample }): [string, JsonValue] => [name, sample ?? null]);
    const calls = [{ tool: tool.name, arguments: Object.fromEntries(samples) }];
    return [{ id: tool.name, question: ask(tool, known), calls }];
  });
}
