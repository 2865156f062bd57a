import type { Operation } from '../types.js';
import { cutAtSentence, plainText } from '../words/plain-text.js';

/** Characters of a tool's description. */
const MAX_DESCRIPTION = 700;
const MAX_TITLE = 80;

/** A short name for people: the summary, else the words of the operation's id. */
export function titleOf(operation: Operation): string {
  const summary =
    operation.summary === undefined ? '' : plainText(operation.summary.spec).replace(/\s+/g, ' ');
  const title = cutAtSentence(summary, MAX_TITLE).replace(/\.$/, '');
  if (title !== '') return title;
  const words = operation.id.replace(/_/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** What a model reads about a tool: deprecation, summary, then the description as far as there is room. */
export function describeTool(operation: Operation): string {
  const summary =
    operation.summary === undefined ? '' : plainText(operation.summary.spec).replace(/\s+/g, ' ');
  const description = operation.description === undefined ? '' : plainText(operation.description.spec);
  const parts: string[] = [];
  if (operation.deprecated) parts.push('Deprecated.');
  if (summary !== '' && !startsWith(description, summary)) parts.push(endSentence(summary));
  if (description !== '') parts.push(description);
  if (parts.length === (operation.deprecated ? 1 : 0))
    parts.push(`${operation.method} ${operation.path.spec}`);
  return cutAtSentence(parts.join('\n'), MAX_DESCRIPTION);
}

const startsWith = (text: string, start: string): boolean =>
  text.toLowerCase().startsWith(start.toLowerCase().replace(/[.!?]$/, ''));

const endSentence = (text: string): string => (/[.!?:…]$/.test(text) ? text : `${text}.`);
