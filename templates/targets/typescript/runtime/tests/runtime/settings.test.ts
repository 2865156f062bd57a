import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { configureLog, describeError, log } from '../../src/runtime/log.js';
import { errorDetails, redact, registerSecret, shown } from '../../src/runtime/redaction.js';
import { readCommandLine, run } from '../../src/runtime/serving.js';
import { flagSetting, readSettings } from '../../src/runtime/settings.js';
import { petServer } from './pets.js';

beforeEach(() => {
  for (const name of Object.keys(process.env)) if (name.startsWith('MCP_')) vi.stubEnv(name, '');
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

/** What is written to a stream of the process from now on. */
function caught(stream: 'stdout' | 'stderr'): string[] {
  const lines: string[] = [];
  vi.spyOn(process[stream], 'write').mockImplementation((chunk) => lines.push(String(chunk)) > 0);
  return lines;
}

describe('settings', () => {
  it('have defaults for one machine', () => {
    expect(readSettings()).toMatchObject({
      transport: 'stdio',
      host: '127.0.0.1',
      port: 8000,
      logLevel: 'info',
      rate: 50,
      burst: 100,
      allowedHosts: [],
      serverToken: '',
    });
  });

  it.each([
    ['MCP_RATE_LIMIT', '5', { rate: 5, burst: 10 }],
    ['MCP_RATE_LIMIT', '5/7', { rate: 5, burst: 7 }],
    ['MCP_RATE_LIMIT', 'off', { rate: 0, burst: 0 }],
    ['MCP_ALLOWED_HOSTS', 'a.example, b.example,', { allowedHosts: ['a.example', 'b.example'] }],
    ['MCP_JWT_PUBLIC_KEY', 'a\\nb', { publicKey: 'a\nb' }],
    ['MCP_TRANSPORT', 'HTTP', { transport: 'http' }],
    ['MCP_TRANSPORT', 'streamable-http', { transport: 'http' }],
  ])('%s=%s is understood', (name, value, expected) => {
    vi.stubEnv('MCP_JWT_AUDIENCE', 'us');
    vi.stubEnv(name, value);
    expect(readSettings()).toMatchObject(expected);
  });

  it.each([
    ['MCP_RATE_LIMIT', 'fast', 'requests per second'],
    ['MCP_RATE_LIMIT', '5/0', 'requests per second'],
    ['MCP_PORT', '70000', 'a number greater than 0'],
    ['MCP_TRANSPORT', 'sse', 'not served; use http'],
    ['MCP_TRANSPORT', 'pigeon', 'one of: stdio, http'],
    ['MCP_LOG_LEVEL', 'loud', 'one of: debug'],
    ['MCP_JWT_PUBLIC_KEY', 'x', 'MCP_JWT_AUDIENCE is needed'],
    ['MCP_TOOLS', 'some', 'one of: static'],
    ['MCP_MAX_RESPONSE_BYTES', '-1', 'greater than 0'],
  ])('%s=%s is refused', (name, value, text) => {
    vi.stubEnv(name, value);
    expect(() => readSettings()).toThrow(text);
  });

  it('want an address for the keys of an issuer', () => {
    vi.stubEnv('MCP_JWT_AUDIENCE', 'us');
    vi.stubEnv('MCP_JWT_JWKS_URL', 'nothing');
    expect(() => readSettings()).toThrow('must be an address');
  });

  it('know switches', () => {
    vi.stubEnv('MCP_STRICT_ANSWERS', 'Yes');
    expect(flagSetting('MCP_STRICT_ANSWERS')).toBe(true);
    expect(flagSetting('MCP_NOTHING')).toBe(false);
  });
});

describe('the command line', () => {
  it('wins over the settings', () => {
    const line = ['--http', '--host', '0.0.0.0', '--port', '0'];
    expect(readCommandLine(line, readSettings())).toMatchObject({
      http: true,
      host: '0.0.0.0',
      port: 0,
    });
  });

  it.each([['--port', '1.5'], ['--port', 'x'], ['--nothing'], ['word']])('is not %s', (...line) => {
    expect(() => readCommandLine(line, readSettings())).toThrow();
  });

  it('explains itself', async () => {
    const lines = caught('stdout');
    expect(await run(petServer, 'mcp-pets', ['--help'])).toBe(0);
    expect(lines.join('')).toContain('Usage: mcp-pets [options]');
  });

  it('with a setting that cannot be used ends with one line', async () => {
    const lines = caught('stderr');
    vi.stubEnv('MCP_PORT', 'x');
    expect(await run(petServer, 'mcp-pets', [])).toBe(1);
    expect(lines).toEqual(['mcp-pets: MCP_PORT must be a number greater than 0\n']);
  });

  it('does not hide failures', async () => {
    const broken = () => {
      throw new TypeError('broken');
    };
    await expect(run(broken, 'mcp-pets', [])).rejects.toThrow('broken');
  });
});

describe('the log', () => {
  it('is a line of JSON, without secrets, from its level on', () => {
    const lines = caught('stderr');
    registerSecret('log-secret-1');
    configureLog('warning');
    log('info', 'unseen');
    log('error', 'seen', { value: 'log-secret-1' });
    configureLog('critical');
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ event: 'seen', value: '***' });
  });

  it('has type and place of an error, and never its text', () => {
    const error = Object.assign(new TypeError('text-of-others'), { code: 'E_CODE' });
    const described = describeError(error);
    expect(described).toMatchObject({ exception: 'TypeError', code: 'E_CODE' });
    expect(described['at']).toMatch(/^settings\.test\.ts:\d+$/);
    expect(describeError('text-of-others')).toEqual({ exception: 'string' });
  });
});

describe('text of others', () => {
  it('is shown on one line, visible, capped, without secrets', () => {
    registerSecret('s3cret value');
    expect(redact('a s3cret%20value b')).toBe('a *** b');
    expect(redact(Buffer.from('s3cret value').toString('base64'))).toBe('***');
    expect(shown('a\nb\u202ec')).toBe('a b c');
    expect(shown('Bearer abcdefghij')).toBe('Bearer ***');
    expect(shown('x'.repeat(20), 10)).toBe(`${'x'.repeat(9)}…`);
  });

  it('keeps the members of an error that describe it', () => {
    const body = {
      Message: 'bad',
      internal_id: 'x',
      errors: [{ field: 'a', code: 7, trace: 'x' }, { trace: 'x' }, 'plain', true],
      details: { trace: 'x' },
    };
    expect(errorDetails(body)).toEqual({
      Message: 'bad',
      errors: [{ field: 'a', code: 7 }, 'plain', true],
    });
    expect(errorDetails('text')).toBeUndefined();
    expect(errorDetails({ error: { error: { error: { error: { error: 'deep' } } } } })).toBe(
      undefined,
    );
  });
});
