import { jsonLines } from '../../../src/escape/data.js';
import type { Feature } from '../../../src/plan/types.js';
import { questionsOf } from './questions.js';

/** Questions that a model answers by calling tools, and a runner for any MCP client. */
export const evals: Feature = {
  id: 'evals',
  targets: {
    python: {
      plan: (model) => [
        {
          kind: 'text',
          path: 'tests/evals/questions.json',
          text: jsonLines(questionsOf(model)),
          owner: 'merged',
        },
      ],
    },
  },
};
