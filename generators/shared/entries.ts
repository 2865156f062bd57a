import type { FileEntry } from '../../src/plan/types.js';

type Owner = FileEntry['owner'];

/** Entries of a plan whose sources lie in `folder`, a path below `templates/`. */
export const entriesIn = (folder: string) => ({
  /** A template; its path in the folder says where the file goes, unless the plan says otherwise. */
  template: (path: string, source: string, view: object, owner: Owner = 'generated'): FileEntry => ({
    kind: 'template',
    path,
    template: `${folder}/${source}.hbs`,
    view,
    owner,
  }),

  /** A file that is copied; `replace` maps words in it to what stands there instead. */
  copy: (
    path: string,
    source: string,
    owner: Owner = 'merged',
    replace?: Readonly<Record<string, string>>,
  ): FileEntry => ({
    kind: 'copy',
    path,
    source: `${folder}/${source}`,
    owner,
    ...(replace === undefined ? {} : { replace }),
  }),
});
