import { type Dockerfile, type From, type Instruction, Keyword } from 'dockerfile-ast';
import { lineOf, type Remark, type Rule } from './types.js';

/** Instructions of the stage that becomes the image: from the last FROM on. */
function finalStage(dockerfile: Dockerfile): Instruction[] {
  const start = lineOf(dockerfile.getFROMs().at(-1));
  return dockerfile.getInstructions().filter((each) => lineOf(each) >= start);
}

/** What is needed only to build must not be in the image that runs. */
const multiStage: Rule = (dockerfile) =>
  dockerfile.getFROMs().length > 1
    ? []
    : [{ line: lineOf(dockerfile.getFROMs()[0]), message: 'one stage only: build tools stay in the image' }];

const pinnedBase: Rule = (dockerfile) => {
  const stages = new Set(dockerfile.getFROMs().map((from) => from.getBuildStage()));
  return dockerfile.getFROMs().flatMap((from): Remark[] => {
    const image = imageOf(from, dockerfile);
    if (image === 'scratch' || stages.has(image) || image.includes('@sha256:')) return [];
    const tag = /:([^/:]+)$/.exec(image)?.[1];
    return tag === undefined || tag === 'latest'
      ? [{ line: lineOf(from), message: `${image} is not pinned to a version` }]
      : [];
  });
};

/** With the defaults of the file's own ARGs filled in. */
function imageOf(from: From, dockerfile: Dockerfile): string {
  const defaults = new Map(
    dockerfile.getInitialARGs().flatMap((arg) => {
      const property = arg.getProperty();
      return property === null ? [] : [[property.getName(), property.getValue() ?? ''] as const];
    }),
  );
  return (from.getImage() ?? '').replace(
    /\$\{(\w+)(?::-([^}]*))?\}|\$(\w+)/g,
    (whole, braced?: string, fallback?: string, bare?: string) =>
      defaults.get(braced ?? bare ?? '') ?? fallback ?? whole,
  );
}

const ROOT = /^(root|0)(:|$)/;

const nonRoot: Rule = (dockerfile) => {
  const user = finalStage(dockerfile)
    .filter((each) => each.getKeyword() === Keyword.USER)
    .at(-1);
  const name = user?.getArgumentsContent()?.trim() ?? '';
  if (user !== undefined && !ROOT.test(name)) return [];
  return [
    { line: lineOf(user ?? dockerfile.getFROMs().at(-1)), message: 'the container runs as root; add a USER' },
  ];
};

const healthCheck: Rule = (dockerfile) => {
  const check = finalStage(dockerfile).find((each) => each.getKeyword() === Keyword.HEALTHCHECK);
  const none = check?.getArgumentsContent()?.trim().toUpperCase() === 'NONE';
  if (check !== undefined && !none) return [];
  return [{ line: lineOf(check ?? dockerfile.getFROMs().at(-1)), message: 'no HEALTHCHECK' }];
};

const starts: Rule = (dockerfile) => {
  const stage = finalStage(dockerfile);
  const found = stage.some(
    (each) => each.getKeyword() === Keyword.CMD || each.getKeyword() === Keyword.ENTRYPOINT,
  );
  return found
    ? []
    : [{ line: lineOf(dockerfile.getFROMs().at(-1)), message: 'nothing is started: no CMD or ENTRYPOINT' }];
};

/** Rules about stages and about the one that becomes the image. */
export const BASE_RULES: readonly Rule[] = [multiStage, pinnedBase, nonRoot, healthCheck, starts];
