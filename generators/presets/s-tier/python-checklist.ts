import type { ChecklistPoint, ChecklistProof } from '../../../src/plan/types.js';
import { step, text } from '../../shared/proofs.js';
import { IMPORT, LOCAL_IMPORT, OTHER_WAYS } from './local-imports.js';

const PYTHON = String.raw`src/.*\.py`;
/** The program itself, without the runtime that comes with it. */
const PROGRAM = String.raw`src/{package}/(?!(?:mcp_)?runtime/|features/).*\.py`;
const SERVER = String.raw`src/{package}/server(\.py|/.*\.py)`;
/** The program without the file that shows, in its docstring, how its owner adds a tool. */
const TOOLS = String.raw`src/{package}/(?!(?:mcp_)?runtime/|features/|custom_tools\.py).*\.py`;
const CLIENT = String.raw`src/{package}/api_client(\.py|/.*\.py)`;
/** The program without the files that are its client, and what it answers with. */
const CALLERS = String.raw`src/{package}/(?!(?:mcp_)?runtime/|features/|api_(?:client|answers|requests|aiohttp)\b).*\.py`;
const HTTP_IMPORT = String.raw`^[ \t]*(?:import|from)[ \t]+(?:httpx2?|requests|aiohttp|urllib3|urllib\.request)\b|\bHTTPS?Connection\b`;
const MODELS = String.raw`src/{package}/api_models(\.py|/.*\.py)`;
const MODEL = String.raw`\b(BaseModel|RootModel)\b|^class \w+\(\w*(?:Model|TypedDict|Enum|NamedTuple)\b|^@(?:dataclasses\.)?dataclass\b|^\w+ = TypedDict\(`;
/** Data with a form: a class of it, a read by a constant key, or a dict of two of them that is given back. */
const DATA = String.raw`^class \w+\(.*\b(?:BaseModel|RootModel|TypedDict|Enum|\w+Enum|NamedTuple)\b|^@(?:[\w.]*\.)?dataclass\b|(?<!environ)(?<=[\w)\]])\[["'][^"'\n]*["']\]|(?<!environ)\.get\(\s*["']|\breturn \{\s*["'][^"'\n]*["']:[^{}]*,\s*["'][^"'\n]*["']:`;
/** A tool, or the handler of all tools, also where its decorator got a type: from its decorator to the next line that is indented no more than it. */
const TOOL = String.raw`^([ \t]*)@(?:cast\(\s*[\w[\]., ]+,\s*)?[\w.]+\.(?:tool|operation|call_tool)\b[\s\S]*?\n\1(?:async )?def [\s\S]*?(?=\n(?:\1(?![\s)\]}"'])|(?!\1)[ \t]*[^\s)\]}"'])|(?![\s\S]))`;

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
      {
        kind: 'either',
        ways: [
          {
            proofs: [
              either('api_client'),
              text(CLIENT, String.raw`^class \w+`),
              text(CLIENT, String.raw`^ +async def `),
              { kind: 'none', in: CALLERS, pattern: HTTP_IMPORT },
            ],
          },
          {
            says: 'it calls no API, for all that it imports works on this machine',
            proofs: [
              { kind: 'each', in: PROGRAM, of: IMPORT, pattern: LOCAL_IMPORT },
              { kind: 'none', in: PROGRAM, pattern: OTHER_WAYS },
            ],
          },
        ],
      },
    ],
  },
  {
    says: 'Models in api_models.py: of pydantic, data classes, typed dicts or enums',
    proofs: [
      {
        kind: 'either',
        ways: [
          {
            proofs: [either('api_models'), text(MODELS, MODEL)],
          },
          {
            says: 'it looks into no data: no class is made of it, and nothing is read by a name',
            proofs: [{ kind: 'none', in: CALLERS, pattern: DATA }],
          },
        ],
      },
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
    proofs: [{ kind: 'each', in: TOOLS, of: TOOL, pattern: String.raw`"""[\s\S]*\bReturns:[\s\S]*"""` }],
  },
  {
    says: 'The context is injected: ctx: Context[…]',
    proofs: [{ kind: 'each', in: TOOLS, of: TOOL, pattern: String.raw`\bctx: (?:ServerRequest)?Context\b` }],
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
