import type { FileEntry } from '../../../src/plan/types.js';

const PROJECT = 'targets/go/project';

type Owner = FileEntry['owner'];

/** A template under `project/`. */
export const template = (
  path: string,
  source: string,
  view: object,
  owner: Owner = 'generated',
): FileEntry => ({ kind: 'template', path, template: `${PROJECT}/${source}.hbs`, view, owner });

export const copy = (
  path: string,
  source: string,
  owner: Owner = 'merged',
  replace: Readonly<Record<string, string>> = {},
): FileEntry => ({ kind: 'copy', path, source: `${PROJECT}/${source}`, owner, replace });
