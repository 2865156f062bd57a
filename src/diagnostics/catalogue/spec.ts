/** What each code of `src/spec` means: title, cause, fix. */
export const specCatalogue: Record<string, { title: string; cause: string; fix: string }> = {};
