import type { LoadPolicy } from '../stages.js';

/** What is allowed when nobody says otherwise. The largest public documents have about 35 MB. */
export const DEFAULT_LOAD_POLICY: LoadPolicy = {
  allowRefHosts: [],
  allowRefDirs: [],
  maxBytes: 64_000_000,
  timeoutMs: 30_000,
};
