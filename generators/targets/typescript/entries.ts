import type { FileEntry } from '../../../src/plan/types.js';

const PROJECT = 'targets/typescript/project';

type Owner = FileEntry['owner'];

/** A template under `project/`; its path there says where the file goes, unless the plan says otherwise. */
export const template = (
  path: string,
  source: string,
  view: object,
  owner: Owner = 'generated',
): FileEntry => ({
  kind: 'template',
  path,
  template: `${PROJECT}/${source}.hbs`,
  view,
  owner,
});

export const copy = (path: string, source: string, owner: Owner = 'merged'): FileEntry => ({
  kind: 'copy',
  path,
  source: `${PROJECT}/${source}`,
  owner,
});
