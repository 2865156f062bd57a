import { describe, expect, it } from 'vitest';
import { declareReexports } from '../../../src/migrate/typing/index.js';
import { mendLint } from '../../../src/migrate/lint/index.js';

const RULES = { lint: { select: ['F'] } };

const mended = async (files: Record<string, string>): Promise<string> =>
  (await mendLint(new Map(Object.entries(files)), RULES)).get('src/mcp_x/tools/__init__.py') ?? '';

describe('from .a import *', () => {
  it('names what the module defines, and what others take from it', async () => {
    const text = await mended({
      'src/mcp_x/tools/__init__.py': 'from .a import *\n',
      'src/mcp_x/tools/a.py': 'import json\nimport os\n\nLIMIT = 1\n_own = 2\n\n\nclass A: ...\n',
      'src/mcp_x/server.py': 'from .tools import A, json\n\nprint(A, json)\n',
    });
    expect(text).toBe('from .a import LIMIT as LIMIT, A as A, json as json\n');
  });

  it('leaves a name to the last module that brings it', async () => {
    const text = await mended({
      'src/mcp_x/tools/__init__.py': 'from .a import *\nfrom .b import *\n',
      'src/mcp_x/tools/a.py': 'log = 1\nONE = 1\n',
      'src/mcp_x/tools/b.py': 'log = 2\n',
    });
    expect(text).toBe('from .a import ONE as ONE\nfrom .b import log as log\n');
  });

  it('leaves a name to the module that brings it before another one takes it from here', async () => {
    const text = await mended({
      'src/mcp_x/utils.py': 'ONE = 1\n',
      'src/mcp_x/tools/__init__.py': 'from .a import *\nfrom .b import *\n',
      'src/mcp_x/tools/a.py': 'from .. import utils\n\nTWO = utils.ONE\n',
      'src/mcp_x/tools/b.py': 'from . import utils\n\nTHREE = utils.ONE\n',
    });
    expect(text).toBe('from .a import TWO as TWO, utils as utils\nfrom .b import THREE as THREE\n');
  });

  it('makes what was only imported there be for others, too', async () => {
    const files = await declareReexports(
      await mendLint(
        new Map([
          ['src/mcp_x/tools/__init__.py', 'from .a import *\n'],
          ['src/mcp_x/tools/a.py', 'from .. import utils\n\nTWO = utils.ONE\n'],
          ['src/mcp_x/server.py', 'from .tools import TWO, utils\n\nprint(TWO, utils)\n'],
        ]),
        RULES,
      ),
    );
    expect(files.get('src/mcp_x/tools/a.py')).toContain('from .. import utils as utils\n');
  });

  it.each([
    ['of others', {}],
    ['that lists its names', { 'src/mcp_x/tools/a.py': '__all__ = ["x"]\nx = 1\n' }],
    ['that takes everything itself', { 'src/mcp_x/tools/a.py': 'from .b import *\n' }],
  ])('stays for a module %s', async (_, others) => {
    const text = 'from .a import *\n';
    expect(await mended({ 'src/mcp_x/tools/__init__.py': text, ...others })).toBe(text);
  });
});
