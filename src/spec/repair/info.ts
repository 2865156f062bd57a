import { basename } from 'node:path';
import type { JsonObject } from '../../model/types.js';
import { own, ownObject } from '../json.js';
import { kindOf, show } from '../show.js';
import { type Document, placeIn } from './context.js';

/** File names that say nothing about the service. */
const DULL = /^(?:openapi|swagger|spec|api|api-docs|index|document|main|<stdin>|-|)$/i;

/** `info` with a title and a version that are texts: tools and projects are named after them. */
export function mendInfo(document: Document): void {
  const { root, report } = document;
  const written = own(root, 'info');
  let info = ownObject(root, 'info');
  if (info === undefined) {
    const problem =
      written === undefined ? 'info is missing' : `info must be an object, not ${kindOf(written)}`;
    info = typeof written === 'string' ? { title: written } : {};
    root['info'] = info;
    report.warning(
      'spec.info',
      `${problem}; the title is ${show(title(info, document))}`,
      placeIn(document, ['info']),
    );
    info['title'] = title(info, document);
    info['version'] = '';
    return;
  }
  for (const key of ['title', 'version', 'description', 'summary', 'termsOfService'])
    mendText(info, key, document);
  if (own(info, 'title') === undefined || info['title'] === '') {
    info['title'] = title(info, document);
    const message = `info.title is missing; ${show(info['title'])} is used`;
    report.warning('spec.info', message, placeIn(document, ['info']));
  }
  info['version'] ??= '';
}

function mendText(info: JsonObject, key: string, document: Document): void {
  const value = own(info, key);
  if (value === undefined || typeof value === 'string') return;
  const isPlain = typeof value === 'number' || typeof value === 'boolean';
  if (isPlain) info[key] = String(value);
  else delete info[key];
  // A version written as a number is read as it stands; everything else is worth a word.
  if (isPlain && key === 'version') return;
  const message = `info.${key} must be a text, not ${kindOf(value)}; it is ${isPlain ? 'read as one' : 'ignored'}`;
  document.report.repair('spec.info', message, placeIn(document, ['info', key]));
}

/** The title that is there, else one made of the file's name. */
function title(info: JsonObject, { entry }: Document): string {
  if (typeof info['title'] === 'string' && info['title'] !== '') return info['title'];
  const stem = basename(entry.name.replace(/[?#].*$/, '')).replace(/\.[^.]*$/, '');
  return DULL.test(stem) ? 'API' : stem;
}
