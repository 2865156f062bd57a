/** The calls in `cases/`: a tool, its arguments, the request that must follow, the answer. */
import { readdirSync, readFileSync } from 'node:fs';

export interface Answer {
  readonly status: number;
  readonly type?: string;
  readonly json?: unknown;
  readonly text?: string;
  readonly base64?: string;
}

export interface ExpectedRequest {
  readonly method: string;
  readonly path: string;
  readonly query: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly string[];
  readonly body?: unknown;
}

export interface Case {
  readonly tool: string;
  readonly arguments: Record<string, unknown>;
  readonly request: ExpectedRequest;
  readonly response: Answer;
}

const folder = new URL('cases/', import.meta.url);

export const cases: readonly Case[] = readdirSync(folder)
  .sort()
  .flatMap((name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Case[]);
