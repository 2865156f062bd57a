import type { Additions, SlotText } from '../../src/plan/types.js';

/** The shape of projects whose client and tools are one file. */
export const ONE_FILE = 'one-file';

/** What stands at a slot, in order; nothing in a plain project. */
export const slotTexts = ({ slots }: Additions, slot: string): readonly SlotText[] => slots[slot] ?? [];

/** Import lines as a sorter leaves them. */
export const sortedTexts = (texts: readonly SlotText[]): readonly SlotText[] =>
  [...texts].sort((a, b) => (a.slotText < b.slotText ? -1 : 1));

/** A project that nothing was added to. */
export const NO_ADDITIONS: Additions = {
  slots: {},
  dependencies: [],
  devDependencies: [],
  variables: [],
  shape: '',
  defaults: {},
};
