import type { Preset } from '../../../src/plan/types.js';
import { PYTHON_CHECKLIST } from './python-checklist.js';

/** A service around the tools: its own package with models, logic and REST. */
export const v2: Preset = {
  id: 'v2',
  features: ['observability', 'rest', 'cache'],
  targets: {
    python: {
      shape: 'service',
      dependencies: ['tenacity>=9,<10'],
      variables: [
        {
          name: 'MCP_PORT_REGISTRY',
          about:
            'JSON file with the port of each service, for python -m of the service; ports.json when left out',
          value: '',
        },
        { name: 'MCP_MAX_TRIES', about: 'Tries of a request to the API that may be repeated', value: '3' },
      ],
      slots: {
        'server.imports': 'from .service import Service',
        'server.features': 'Service(),',
      },
      merged: ['docs/', 'src/service_v2/ports.json'],
      checklist: PYTHON_CHECKLIST,
    },
  },
};
