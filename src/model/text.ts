import type { SpecText } from './types.js';

/** Marks text of a document as untrusted. */
export const specText = (text: string): SpecText => ({ spec: text });
