import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { parse as parseToml } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import {
  envValue,
  hashComment,
  jsonFile,
  jsonLines,
  jsonString,
  tomlString,
  yamlString,
} from '../../../src/escape/data.js';
import { hostileText, RAW, wellFormed } from './hostile.js';

describe('a quoted text', () => {
  it('is read back by TOML, YAML and JSON as it was', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const expected = wellFormed(text);
        expect(parseToml(`x = ${tomlString(text)}`)['x']).toBe(expected);
        expect(parseYaml(`x: ${yamlString(text)}\n`)).toEqual({ x: expected });
        expect(JSON.parse(jsonString(text))).toBe(expected);
      }),
      { numRuns: 1_000 },
    );
  });

  it('holds no hidden character', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(tomlString(text) + yamlString(text) + jsonString(text) + jsonFile({ text })).not.toMatch(RAW);
      }),
    );
  });
});

describe('JSON files', () => {
  it('are the values that were given', () => {
    fc.assert(
      fc.property(fc.array(hostileText), (texts) => {
        expect(JSON.parse(jsonLines(texts))).toEqual(texts.map(wellFormed));
        expect(JSON.parse(jsonFile(texts))).toEqual(texts.map(wellFormed));
      }),
    );
  });
});

describe('an env file', () => {
  it('runs nothing and sets nothing when a shell sources it', () => {
    const texts = fc.sample(hostileText, { numRuns: 500, seed: 7 });
    const lines = texts.flatMap((text, index) => [hashComment(text), `V${index}=${envValue(text)}`]);
    const script = `${lines.join('\n')}\nset | grep -c '^V[0-9]*='\n`;
    const run = spawnSync('sh', ['-s'], {
      input: script,
      encoding: 'utf8',
      cwd: '/',
      env: { PATH: process.env['PATH'] },
    });
    expect(run.stderr).toBe('');
    expect(run.stdout.trim()).toBe(String(texts.length));
  });
});
