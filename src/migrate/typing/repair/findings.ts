/** Where and what a type checker complains of. Columns are as mypy prints them: bytes of the line, the first is 1. */
export interface TypeFinding {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly code: string;
  readonly message: string;
}

export interface MypyOutput {
  readonly findings: readonly TypeFinding[];
  /** Distributions with stubs that mypy knows of: `types-requests`. */
  readonly stubs: readonly string[];
}

/** How mypy must be called for `readMypy` to understand it. */
export const MYPY_OPTIONS = [
  '--no-pretty',
  '--show-column-numbers',
  '--show-error-end',
  '--no-error-summary',
];

const ERROR = /^(.+?):(\d+):(\d+):(\d+):(\d+): error: (.*?)\s+\[([a-z-]+)\]$/;
const HINT = /note: Hint: "python3 -m pip install ([A-Za-z0-9._ -]+)"/;

export function readMypy(output: string): MypyOutput {
  const findings: TypeFinding[] = [];
  const stubs = new Set<string>();
  for (const line of output.split(/\r?\n/)) {
    const found = ERROR.exec(line);
    for (const name of HINT.exec(line)?.[1]?.split(' ') ?? []) stubs.add(name);
    if (found === null) continue;
    const [, file = '', at, column, endLine, endColumn, message = '', code = ''] = found;
    findings.push({
      file: file.replaceAll('\\', '/'),
      line: Number(at),
      column: Number(column),
      endLine: Number(endLine),
      endColumn: Number(endColumn),
      code,
      message,
    });
  }
  return { findings, stubs: [...stubs] };
}
