import { entriesIn } from '../../shared/entries.js';

export const { template, copy } = entriesIn('targets/python/project');
