import { DockerfileParser, type Instruction, Keyword } from 'dockerfile-ast';
import type { Finding } from '../../plan/types.js';
import { BASE_RULES } from './stages.js';
import { lineOf, type Remark, type Rule } from './types.js';

const KNOWN = new Set<string>(Object.values(Keyword));

/** What keeps a file from being built at all: unknown instructions, missing arguments, half a JSON array, no FROM at the head. */
const parses: Rule = (dockerfile) => {
  const instructions = dockerfile.getInstructions();
  const [first] = instructions.filter((each) => each.getKeyword() !== Keyword.ARG);
  const remarks: Remark[] = [];
  if (first?.getKeyword() !== Keyword.FROM) {
    remarks.push({
      line: lineOf(first),
      message: 'the first instruction must be FROM',
    });
  }
  for (const each of instructions) {
    const keyword = each.getKeyword();
    const line = lineOf(each);
    if (!KNOWN.has(keyword)) remarks.push({ line, message: `${each.getInstruction()} is no instruction` });
    else if (each.getArguments().length === 0) remarks.push({ line, message: `${keyword} has no arguments` });
    else if (isHalfArray(each)) remarks.push({ line, message: `${keyword} has half a JSON array` });
  }
  return remarks;
};

/** The exec form is JSON (Dockerfile reference, "Shell and exec form"); what is not is silently run by a shell. */
function isHalfArray(instruction: Instruction): boolean {
  if (!['CMD', 'ENTRYPOINT', 'SHELL', 'VOLUME'].includes(instruction.getKeyword())) return false;
  const text = instruction.getArgumentsContent()?.trim() ?? '';
  if (!text.startsWith('[')) return false;
  try {
    return !Array.isArray(JSON.parse(text.replace(/\\\n/g, '')));
  } catch {
    return true;
  }
}

const SECRET_NAME = /(SECRET|TOKEN|PASSWORD|PASSWD|API_?KEY|PRIVATE_KEY|CREDENTIAL)/i;

/** ENV and ARG end up in the image's history, where everybody who has the image reads them. */
const secrets: Rule = (dockerfile) => {
  const properties = [...dockerfile.getENVs().flatMap((env) => env.getProperties())];
  const args = [...dockerfile.getInitialARGs(), ...dockerfile.getARGs()].flatMap(
    (arg) => arg.getProperty() ?? [],
  );
  return [...properties, ...args]
    .filter((property) => SECRET_NAME.test(property.getName()) && property.getValue())
    .map((property) => ({
      line: property.getRange().start.line + 1,
      message: `${property.getName()} puts a secret into the image; give it when the container starts`,
    }));
};

/** ADD fetches over the network without checking what it gets, and unpacks archives. */
const fetches: Rule = (dockerfile) =>
  dockerfile
    .getInstructions()
    .filter(
      (each) =>
        each.getKeyword() === Keyword.ADD &&
        /(^|\s)(https?|git):|git@/i.test(each.getArgumentsContent() ?? ''),
    )
    .map((each) => ({
      line: lineOf(each),
      message: 'ADD fetches from the network unchecked; use COPY or a checked download',
    }));

const RULES: readonly Rule[] = [parses, ...BASE_RULES, secrets, fetches];

/** Everything wrong with a Dockerfile; `file` is how findings name it. */
export function lintDockerfile(text: string, file: string): Finding[] {
  const dockerfile = DockerfileParser.parse(text);
  const broken = parses(dockerfile);
  const remarks = broken.length > 0 ? broken : RULES.flatMap((rule) => rule(dockerfile));
  return remarks.map(({ line, message }) => ({ file, line, message }));
}
