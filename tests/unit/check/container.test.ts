import { describe, expect, it } from 'vitest';
import { lintDockerfile } from '../../../src/check/container/lint.js';

const GOOD = `# syntax=docker/dockerfile:1
ARG PYTHON=3.13
FROM python:\${PYTHON}-slim AS build
WORKDIR /app
COPY . .
RUN pip install --no-cache-dir . \\
    && rm -rf /var/cache/pip
FROM python:3.13-slim
COPY --from=build /app /app
ENV PATH="/app/.venv/bin:$PATH"
USER 10001:10001
HEALTHCHECK --interval=30s CMD ["python", "-c", "import sys; sys.exit(0)"]
CMD ["mcp-books", "--http"]
`;

const lint = (text: string): string[] =>
  lintDockerfile(text, 'Dockerfile').map(({ line, message }) => `${line} ${message}`);

describe('lintDockerfile', () => {
  it('has nothing to say about a good file', () => {
    expect(lint(GOOD)).toEqual([]);
  });

  it.each([
    ['root by default', 'USER 10001:10001\n', '', /runs as root/],
    ['root by name', 'USER 10001:10001', 'USER root', /^11 .*runs as root/],
    ['no health check', /HEALTHCHECK.*\n/, '', /no HEALTHCHECK/],
    ['a health check that is switched off', /HEALTHCHECK.*/, 'HEALTHCHECK NONE', /^12 no HEALTHCHECK/],
    ['a base without version', 'FROM python:3.13-slim\n', 'FROM python\n', /^8 python is not pinned/],
    ['the newest base', 'FROM python:3.13-slim\n', 'FROM python:latest\n', /not pinned/],
    ['nothing to start', /CMD \["mcp.*\n/, '', /nothing is started/],
    ['a secret in the image', 'USER 10001', 'ENV API_TOKEN=abc\nUSER 10001', /^11 API_TOKEN puts a secret/],
    ['a secret as build argument', 'WORKDIR', 'ARG DB_PASSWORD=abc\nWORKDIR', /DB_PASSWORD puts a secret/],
    ['an unchecked download', 'COPY . .', 'ADD https://example.com/x.tgz /x', /ADD fetches/],
    ['an unknown instruction', 'COPY . .', 'COPPY . .', /^5 COPPY is no instruction/],
    ['an instruction without arguments', 'COPY . .', 'COPY', /COPY has no arguments/],
    ['half an array', 'CMD ["mcp-books", "--http"]', 'CMD ["mcp-books", "--http"', /half a JSON array/],
  ])('finds %s', (_what, from, to, message) => {
    const broken = GOOD.replace(from, to);
    expect(broken).not.toBe(GOOD);
    expect(lint(broken)).toEqual([expect.stringMatching(message)]);
  });

  it('wants the build tools out of the image', () => {
    const single = GOOD.slice(GOOD.indexOf('FROM python:3.13-slim')).replace(/COPY.*\n/, '');
    expect(lint(single)).toEqual([expect.stringMatching(/one stage only/)]);
  });

  it('wants FROM first', () => {
    expect(lint('RUN ls\n')).toEqual(['1 the first instruction must be FROM']);
    expect(lint('')).toEqual(['1 the first instruction must be FROM']);
  });

  it('takes a base that is pinned by digest, and a stage of the same file', () => {
    const digest = `python@sha256:${'a'.repeat(64)}`;
    expect(lint(GOOD.replace('FROM python:3.13-slim\n', `FROM ${digest}\n`))).toEqual([]);
    expect(lint(GOOD.replace('FROM python:3.13-slim\n', 'FROM build\n'))).toEqual([]);
  });
});
