import { describe, expect, it } from 'vitest';
import { importsOf, scan } from './scan.js';

const specifiers = (source: string): string[] => importsOf(scan(source)).map((entry) => entry.specifier);

describe('the scanner of the import rules', () => {
  it('finds every way to import', () => {
    const source = [
      "import a from 'static';",
      "import type { B } from 'type-only';",
      "import 'side-effect';",
      "export * from 're-export';",
      "const c = await import('dynamic');",
      "const d = require('common');",
    ].join('\n');
    expect(specifiers(source)).toEqual([
      'static',
      'type-only',
      'side-effect',
      're-export',
      'dynamic',
      'common',
    ]);
  });

  it('takes no comment, string, template or regular expression for an import', () => {
    const source = [
      "// import a from 'comment'",
      "/* import b from 'block' */",
      'const c = "import d from \'string\'";',
      "const e = `import f from 'template' #{`#{1}`} from 'more'`;".replaceAll('#', '$'),
      "const g = x.test(/from 'regex'[/']/) || /'/;",
    ].join('\n');
    expect(specifiers(source)).toEqual([]);
  });

  it('sees code inside template substitutions', () => {
    expect(specifiers("const a = `#{await import('inside')} text`;".replaceAll('#', '$'))).toEqual([
      'inside',
    ]);
  });

  it('counts lines', () => {
    expect(importsOf(scan("/*\n*/\nimport 'x';"))[0]?.line).toBe(3);
  });
});
