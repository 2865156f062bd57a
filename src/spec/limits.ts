/** Levels of nesting that a document may have. Real ones stay below 60; a deeper one would overflow somebody's stack. */
export const MAX_DEPTH = 400;
/** Values that YAML aliases may add. A few lines of aliases can stand for billions of values. */
export const MAX_ALIAS_VALUES = 500_000;
/** Files that one document may consist of. */
export const MAX_FILES = 2_000;
/** HTTP redirects followed for one address. */
export const MAX_REDIRECTS = 5;
