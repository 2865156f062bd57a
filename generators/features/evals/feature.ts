import { jsonLines } from '../../../src/escape/data.js';
import type { Feature, FeaturePart } from '../../../src/plan/types.js';
import { questionsOf } from './questions.js';

const QUESTIONS: FeaturePart = {
  plan: (model) => [
    {
      kind: 'text',
      path: 'tests/evals/questions.json',
      text: jsonLines(questionsOf(model)),
      owner: 'merged',
    },
  ],
};

/** Questions that a model answers by calling tools, and a runner for any MCP client. */
export const evals: Feature = {
  id: 'evals',
  targets: { python: QUESTIONS, typescript: QUESTIONS, go: QUESTIONS },
};
