import type { Preset } from '../../../src/plan/types.js';
import { PYTHON_CHECKLIST } from './python-checklist.js';

/** Resources as a foundation, tools on top of them, prompts that lead through the tools. */
export const threeTier: Preset = {
  id: 'three-tier',
  features: ['observability', 'health', 'kubernetes'],
  targets: {
    python: {
      dependencies: ['polars>=1.30,<3'],
      uses: ['load'],
      openWith: { MCP_ENVELOPE: 'off' },
      variables: [
        {
          name: 'MCP_DATA_PATHS',
          about: 'Folders that load_data may read, separated as in PATH; none when empty',
          value: '',
        },
        { name: 'MCP_DATA_MAX_MB', about: 'Largest file that load_data reads', value: '50' },
        {
          name: 'MCP_ENVELOPE',
          about: 'off: tools answer as the API does, instead of {success, result, metadata}',
          value: 'on',
        },
      ],
      slots: {
        'server.imports': 'from .three_tier import ThreeTier',
        'server.features': 'ThreeTier(),',
        'tests.environment': '"MCP_ENVELOPE": "off",',
      },
      checklist: PYTHON_CHECKLIST,
    },
  },
};
