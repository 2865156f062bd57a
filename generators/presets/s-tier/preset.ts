import type { Preset } from '../../../src/plan/types.js';
import { PYTHON_CHECKLIST } from './python-checklist.js';

/** The project as it is without a preset: typed server, client and models, tests, container file, workflow. */
export const sTier: Preset = {
  id: 's-tier',
  features: [],
  targets: { python: { checklist: PYTHON_CHECKLIST }, typescript: {}, go: {} },
};
