import { createHash } from 'node:crypto';
import { templateSources } from '../render/sources.js';
import type { Inspection } from './types.js';

const sha256 = (text: string): string =>
  `'sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}'`;

/** JSON that stands in an HTML element: no character can end it. */
const embedded = (value: object): string =>
  JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/**
 * One page with everything in it, to be opened from the disk. Its policy admits this one script and nothing from anywhere else, so
 * that even a text of the document that became markup could neither run nor load anything.
 */
export function inspectionPage(inspection: Inspection): string {
  const script = templateSources.get('inspect/page.js');
  const style = templateSources.get('inspect/page.css');
  const policy = `default-src 'none'; script-src ${sha256(script)}; style-src ${sha256(style)}; base-uri 'none'; form-action 'none'`;
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<title>Tools</title>',
    `<style>${style}</style>`,
    '<body><noscript>This page needs JavaScript; it loads nothing.</noscript>',
    `<script type="application/json" id="data">${embedded(inspection)}</script>`,
    `<script>${script}</script>`,
    '</body>',
    '</html>',
    '',
  ].join('\n');
}
