/** No text of a document becomes code in what presets and features add, and none of a source in what becomes of it. */
import { parse as parseToml } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments, visit } from 'yaml';
import { buildModel } from '../../src/model/index.js';
import { choicesFor, FEATURES, PRESETS } from '../../src/options/choices.js';
import { DEFAULT_LOAD_POLICY, loadSpec } from '../../src/spec/index.js';
import { RAW } from '../unit/escape/hostile.js';
import { made } from '../unit/features/made.js';
import { literal, migrateTexts } from '../unit/migrate/make.js';
import { documentWith, MARK, PAYLOADS, runs } from './payloads.js';

const world = {
  readFile: () => Promise.reject(new Error('reads')),
  realPath: (path: string) => Promise.resolve(path),
  fetch: () => Promise.reject(new Error('fetches')),
};

async function modelOf(payload: string) {
  const given = { kind: 'text' as const, name: 'a.json', text: JSON.stringify(documentWith(payload)) };
  const document = await loadSpec(given, DEFAULT_LOAD_POLICY, world);
  const model = document.ok ? buildModel(document.value, { tools: 'all' }) : document;
  if (!model.ok) throw new Error(JSON.stringify(model.diagnostics));
  return model.value;
}

/** Names of members that would be the payload's own doing. */
function foreignKeys(path: string, text: string): string[] {
  if (path.endsWith('.toml')) return Object.keys(parseToml(text)).filter((key) => key.includes(MARK));
  const found: string[] = [];
  if (!/\.ya?ml$/.test(path) || path.includes('/templates/') || path.includes('openapi')) return found;
  for (const document of parseAllDocuments(text))
    visit(document, { Pair: (_, { key }) => void (String(key).includes(MARK) && found.push(String(key))) });
  return found;
}

const every = (target: string) => choicesFor(FEATURES, target).map(({ value }) => value);
const COMBINATIONS = ['python', 'typescript', 'go'].flatMap((target) =>
  choicesFor(PRESETS, target).map(({ value }) => [target, value] as const),
);

describe.each(COMBINATIONS)('%s, %s, with every feature', (target, preset) => {
  it.each(PAYLOADS.filter((_, index) => index % 8 === preset.length % 8))(
    'keeps %j a text',
    { timeout: 60_000 },
    async (payload) => {
      for (const [path, text] of await made(every(target), target, preset, await modelOf(payload))) {
        expect(runs(path, text), path).toEqual([]);
        expect(foreignKeys(path, text), path).toEqual([]);
        expect(text, path).not.toMatch(RAW);
        expect(path).toMatch(/^[\w./@-]+$/);
      }
    },
  );
});

const source = (payload: string): string => `from typing import Annotated, Literal
from dataclasses import dataclass
import requests
from pydantic import BaseModel, Field
from mcp.server.fastmcp import FastMCP

mcp = FastMCP(${literal(payload)}, instructions=${literal(payload)})
TABLE = {${literal(payload)}: ${literal(payload)}}

class Answer(BaseModel):
    text: str = Field(default=${literal(payload)}, description=${literal(payload)})

@dataclass
class Row:
    name: str = ${literal(payload)}

def rows() -> dict:
    return {${literal(payload)}: 1, "name": ${literal(payload)}}

@mcp.tool(description=${literal(payload)})
def first(city: Annotated[str, Field(description=${literal(payload)})] = ${literal(payload)}) -> str:
    return requests.get("https://api.example.com/" + city, headers={${literal(payload)}: "x"}).text

@mcp.tool(name=${literal(payload)}, title=${literal(payload)})
def second(kind: Literal[${literal(payload)}, "b"]) -> str:
    return str(rows())

mcp.run()
`;

describe('a server that is migrated', () => {
  it.each(PAYLOADS)('keeps %j a text', { timeout: 60_000 }, async (payload) => {
    const migrated = await migrateTexts({ 'server.py': source(payload) }, 'server.py');
    expect(migrated.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    for (const { path, content } of migrated.ok ? migrated.value.files : []) {
      if (typeof content !== 'string') continue;
      expect(runs(path, content), path).toEqual([]);
      expect(foreignKeys(path, content), path).toEqual([]);
      expect(path).toMatch(/^[\w./-]+$/);
    }
  });
});
