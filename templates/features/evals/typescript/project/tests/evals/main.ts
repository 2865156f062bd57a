/**
 * Has an MCP client answer the questions, and counts: `node main.js [--least 0.9] [--only TEXT] -- COMMAND…`. COMMAND is any MCP
 * client with a model. In its arguments {question} stands for the words of a question and {config} for a file that names the
 * server as most clients want it ("mcpServers").
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Call, isAnswered, loadQuestions, type Question } from './questions.js';

const TIMEOUT_MS = 300_000;

/** Has the client answer one question; gives the calls that it made. */
function ask(command: readonly string[], { question }: Question, folder: string): readonly Call[] {
  const [calls, config] = [join(folder, 'calls.jsonl'), join(folder, 'mcp.json')];
  rmSync(calls, { force: true });
  const built = join(process.cwd(), 'dist');
  const args = [join(built, 'evals/recorder.js'), calls, join(built, 'index.js')];
  const server = { command: process.execPath, args };
  writeFileSync(config, JSON.stringify({ mcpServers: { 'mcp-package': server } }));
  const [program = '', ...rest] = command.map((part) =>
    part.replaceAll('{question}', () => question).replaceAll('{config}', () => config),
  );
  spawnSync(program, rest, { timeout: TIMEOUT_MS, stdio: ['ignore', 'ignore', 'inherit'] });
  const lines = existsSync(calls) ? readFileSync(calls, 'utf8').trim().split('\n') : [];
  return lines.map((line) => JSON.parse(line) as Call);
}

/** Asks everything; 0 when enough was answered. */
export function main(argv: readonly string[], say: (line: string) => void): number {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      least: { type: 'string', default: '0.9' },
      only: { type: 'string', default: '' },
    },
  });
  const all = loadQuestions(join(process.cwd(), 'tests/evals/questions.json'));
  const questions = all.filter(({ id }) => id.includes(values.only));
  const folder = mkdtempSync(join(tmpdir(), 'evals-'));
  let right = 0;
  for (const question of questions) {
    const made = ask(positionals, question, folder);
    const isRight = isAnswered(question, made);
    right += Number(isRight);
    const called = made.map(({ tool }) => tool).join(', ');
    say(isRight ? `right  ${question.id}` : `WRONG  ${question.id}  called: ${called}`);
  }
  rmSync(folder, { recursive: true });
  say(`${right} of ${questions.length} right`);
  return questions.length > 0 && right >= Number(values.least) * questions.length ? 0 : 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.exitCode = main(process.argv.slice(2), (line) => process.stdout.write(`${line}\n`));
}
