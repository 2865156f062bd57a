import type { ChecklistPoint, ChecklistProof } from '../../../src/plan/types.js';
import { step, text } from '../../shared/proofs.js';

const PYTHON = String.raw`src/.*\.py`;
/** The program itself, without the runtime that comes with it. */
const PROGRAM = String.raw`src/{package}/(?!runtime/|features/).*\.py`;
const SERVER = String.raw`src/{package}/server(\.py|/.*\.py)`;
const CLIENT = String.raw`src/{package}/api_client(\.py|/.*\.py)`;
const MODELS = String.raw`src/{package}/api_models(\.py|/.*\.py)`;
/** A tool: from its decorator to the two empty lines that formatters leave after a function. */
const TOOL = String.raw`^@\w+\.(tool|operation)\b[\s\S]*?(?=\n\n\n|(?![\s\S]))`;

const target = (name: string): ChecklistProof => text('Makefile', String.raw`^${name}:`);
const either = (name: string): ChecklistProof => ({
  kind: 'file',
  anyOf: [`src/{package}/${name}.py`, `src/{package}/${name}/__init__.py`],
});

/** The quality checklist of the architecture, in its order, with what proves each point in a Python project. */
export const PYTHON_CHECKLIST: readonly ChecklistPoint[] = [
  {
    says: 'All code lies in src/{package}/',
    proofs: [
      either('server'),
      {
        kind: 'only',
        in: String.raw`.*\.py`,
        under: String.raw`(src/{package}|tests|original_tests|scripts)/.*`,
      },
    ],
  },
  {
    says: 'A separate api_client.py with an asynchronous client class',
    proofs: [
      either('api_client'),
      text(CLIENT, String.raw`^class \w+`),
      text(CLIENT, String.raw`^ +async def `),
    ],
  },
  {
    says: 'Pydantic models in api_models.py',
    proofs: [
      either('api_models'),
      text(MODELS, String.raw`\b(BaseModel|RootModel)\b|^class \w+\(\w*Model\)`),
    ],
  },
  {
    says: 'All functions have type hints',
    proofs: [
      {
        kind: 'lint',
        in: PYTHON,
        rules: ['ANN001', 'ANN002', 'ANN003', 'ANN201', 'ANN202', 'ANN205', 'ANN206'],
      },
      step('types'),
    ],
  },
  {
    says: 'All tools have docstrings with Args and Returns',
    proofs: [{ kind: 'each', in: SERVER, of: TOOL, pattern: String.raw`"""[\s\S]*\bReturns:[\s\S]*"""` }],
  },
  {
    says: 'The context is injected: ctx: Context[…]',
    proofs: [{ kind: 'each', in: SERVER, of: TOOL, pattern: String.raw`\bctx: Context\b` }],
  },
  {
    says: 'Errors are handled with exceptions of its own',
    proofs: [
      text(PYTHON, String.raw`^class \w+Error\(\w*(Exception|Error)\)`),
      text(PROGRAM, String.raw`\bexcept\b|\bawait answer\(|Error\b`),
    ],
  },
  {
    says: 'A health endpoint at /health',
    proofs: [text(PYTHON, String.raw`["']/health["']`), step('tests')],
  },
  {
    says: 'The ASGI app is exported: app',
    proofs: [text(SERVER, String.raw`^(app\b.*=|from .* import .*\bas app$)`)],
  },
  {
    says: 'Tests with pytest, and AsyncMock or a mocked upstream',
    proofs: [
      text(String.raw`tests/test_\w+\.py`, String.raw`^(async )?def test_|^ +(async )?def test_`),
      text(String.raw`tests/.*\.py`, String.raw`\bAsyncMock\b|\bupstream\b`),
      step('tests'),
    ],
  },
  { says: 'make format succeeds', proofs: [target('format'), step('format')] },
  { says: 'make lint passes without errors', proofs: [target('lint'), step('lint')] },
  {
    says: 'make typecheck passes mypy in strict mode',
    proofs: [target('typecheck'), text('pyproject.toml', '^strict = true'), step('types')],
  },
  { says: 'make test passes all tests', proofs: [target('test'), step('tests')] },
  {
    says: 'README.md says how it is set up',
    proofs: [text('README.md', String.raw`\b(make install|uv sync|pip install)\b`)],
  },
  {
    says: 'A Dockerfile for production',
    proofs: [{ kind: 'file', anyOf: ['Dockerfile'] }, text('Dockerfile', '^USER '), step('container')],
  },
  {
    says: '.gitignore with everything that is not committed',
    proofs: [
      text('.gitignore', String.raw`^__pycache__`),
      text('.gitignore', String.raw`^/?\.venv`),
      text('.gitignore', String.raw`^/?\.env`),
      text('.gitignore', String.raw`_cache`),
    ],
  },
];
