import type { FileEntry, PartSurroundings, Preset, ProjectOptions } from '../../../src/plan/types.js';
import { PYTHON_CHECKLIST } from './python-checklist.js';

const OWN = [
  'src/mcp_package/custom_tools.py',
  'src/mcp_package/tools/__init__.py',
  'src/mcp_package/tools/registry.py',
  'src/mcp_package/tools/tools.py',
  'tests/test_tools.py',
];

/** Tools to begin with: their owner's from the first day. */
const ownFiles = ({ tokens }: PartSurroundings): readonly FileEntry[] =>
  OWN.map((path) => ({
    kind: 'copy',
    path: path.replace('mcp_package', tokens['mcp_package'] ?? ''),
    source: `presets/enterprise/python/own/${path}`,
    replace: tokens,
    owner: 'once',
  }));

/** The same as the Dockerfile: builders look for either name. */
const containerFile = ({ languageVersion }: ProjectOptions, { tokens }: PartSurroundings): FileEntry => ({
  kind: 'template',
  path: 'Containerfile',
  template: 'targets/python/project/Dockerfile.hbs',
  view: {
    distribution: tokens['mcp-package'] ?? '',
    package: tokens['mcp_package'] ?? '',
    languageVersion,
  },
  owner: 'merged',
});

/** The development guide: contracts first, scopes, checked settings, every target that a company's pipeline calls. */
export const enterprise: Preset = {
  id: 'enterprise',
  features: [
    'observability',
    'auth',
    'health',
    'shutdown',
    'long-operations',
    'resilience',
    'kubernetes',
    'docs-site',
  ],
  targets: {
    python: {
      dependencies: ['pydantic-settings>=2.10,<3'],
      devDependencies: ['bandit[toml]>=1.8,<2', 'pip-audit>=2.9,<3'],
      uses: ['load'],
      slots: {
        'server.imports': 'from .enterprise import Enterprise',
        'server.features': 'Enterprise(),',
      },
      merged: ['CONTRIBUTING.md'],
      checklist: PYTHON_CHECKLIST,
      plan: (_model, options, surroundings) => [
        ...ownFiles(surroundings),
        containerFile(options, surroundings),
      ],
    },
  },
};
