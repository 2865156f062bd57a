import { ruffWorkspace } from '../../format/workspace.js';
import type { ChecklistPoint, ChecklistProof, ChecklistWay } from '../../plan/types.js';
import type { CheckResult } from '../../stages.js';

/** A project as a checklist sees it. */
export interface Evidence {
  /** Path, relative to the project and `/`-separated → text. */
  readonly files: ReadonlyMap<string, string>;
  /** What `{package}` stands for. */
  readonly package: string;
  readonly results: readonly CheckResult[];
}

/** A point with what was found. `open` when a step that it needs was not run. */
export interface ChecklistLine {
  readonly says: string;
  readonly status: 'ok' | 'failed' | 'open';
  /** What proves it, or what is missing: the first proof that does not hold, else all of them. */
  readonly proof: string;
}

interface Found {
  readonly status: ChecklistLine['status'];
  readonly said: string;
}

/** Goes through a checklist, point by point. */
export function evaluateChecklist(points: readonly ChecklistPoint[], evidence: Evidence): ChecklistLine[] {
  return points.map(({ says, proofs }) => {
    const { status, said } = lookAtAll(proofs, evidence);
    return { says: filled(says, evidence), status, proof: said };
  });
}

function lookAtAll(proofs: readonly ChecklistProof[], evidence: Evidence): Found {
  const found = proofs.map((proof) => look(proof, evidence));
  const wrong =
    found.find(({ status }) => status === 'failed') ?? found.find(({ status }) => status === 'open');
  return wrong ?? ok(found.map(({ said }) => said).join('; '));
}

const filled = (text: string, evidence: Evidence): string => text.replaceAll('{package}', evidence.package);

const ok = (said: string): Found => ({ status: 'ok', said });
const failed = (said: string): Found => ({ status: 'failed', said });

function look(proof: ChecklistProof, evidence: Evidence): Found {
  switch (proof.kind) {
    case 'file': {
      const paths = proof.anyOf.map((path) => filled(path, evidence));
      const there = paths.find((path) => evidence.files.has(path));
      return there === undefined ? failed(`there is no ${paths.join(' or ')}`) : ok(there);
    }
    case 'only': {
      const under = whole(proof.under, evidence);
      const outside = filesIn(proof.in, evidence).find(([path]) => !under.test(path));
      return outside === undefined ? ok('nothing lies elsewhere') : failed(`${outside[0]} lies elsewhere`);
    }
    case 'text':
      return lookForText(proof.pattern, filesIn(proof.in, evidence), proof.in);
    case 'each':
      return lookAtEach(proof, evidence);
    case 'lint':
      return lint(proof.rules, filesIn(proof.in, evidence));
    case 'step':
      return stepOf(proof.id, evidence.results);
    case 'none':
      return lookForNone(filled(proof.pattern, evidence), filesIn(proof.in, evidence));
    case 'either':
      return lookForWay(proof.ways, evidence);
    default:
      return proof satisfies never;
  }
}

const whole = (pattern: string, evidence: Evidence): RegExp =>
  new RegExp(`^(?:${filled(pattern, evidence)})$`, 'u');

const filesIn = (pattern: string, evidence: Evidence): [string, string][] => {
  const wanted = whole(pattern, evidence);
  return [...evidence.files].filter(([path]) => wanted.test(path));
};

const lineAt = (text: string, index: number): number => text.slice(0, index).split('\n').length;

function lookForText(pattern: string, files: readonly (readonly [string, string])[], where: string): Found {
  const wanted = new RegExp(pattern, 'mu');
  for (const [path, text] of files) {
    const at = wanted.exec(text)?.index;
    if (at !== undefined) return ok(`${path}:${lineAt(text, at)}`);
  }
  const place = files.length === 0 ? where.replaceAll('\\', '') : (files[0]?.[0] ?? '');
  return failed(`nothing like ${pattern} stands in ${place}${files.length > 1 ? ' and the others' : ''}`);
}

function lookForNone(pattern: string, files: readonly (readonly [string, string])[]): Found {
  const wanted = new RegExp(pattern, 'mu');
  for (const [path, text] of files) {
    const match = wanted.exec(text);
    if (match !== null) return failed(`${path}:${lineAt(text, match.index)} ${match[0].trim()}`);
  }
  return ok(`${files.length} files without it`);
}

/** The first way that holds; else what every way lacks. */
function lookForWay(ways: readonly ChecklistWay[], evidence: Evidence): Found {
  const found = ways.map(({ says, proofs }): Found => {
    const { status, said } = lookAtAll(proofs, evidence);
    return { status, said: says === undefined ? said : `${says}: ${said}` };
  });
  const held = found.find(({ status }) => status === 'ok') ?? found.find(({ status }) => status === 'open');
  return held ?? failed(found.map(({ said }) => said).join('; nor is it so that '));
}

function lookAtEach(proof: Extract<ChecklistProof, { kind: 'each' }>, evidence: Evidence): Found {
  const [of, pattern] = [new RegExp(proof.of, 'gmu'), new RegExp(filled(proof.pattern, evidence), 'mu')];
  let count = 0;
  for (const [path, text] of filesIn(proof.in, evidence)) {
    for (const match of text.matchAll(of)) {
      count++;
      if (!pattern.test(match[0])) return failed(lacking(path, text, match));
    }
  }
  return count === 0 ? failed('none was found') : ok(`${count} of ${count}`);
}

/** A short piece of text is shown; a long one, such as a function, by its place. */
function lacking(path: string, text: string, { 0: piece, index }: RegExpExecArray): string {
  const place = `${path}:${lineAt(text, index)}`;
  return piece.includes('\n') ? `${place} has none` : `${place} ${piece.trim()}`;
}

function lint(rules: readonly string[], files: readonly (readonly [string, string])[]): Found {
  const workspace = ruffWorkspace({ lint: { select: rules } });
  for (const [path, text] of files) {
    const [first] = workspace.check(text);
    if (first !== undefined) return failed(`${path}:${first.start_location.row} ${first.message}`);
  }
  return ok(`${files.length} files without a finding`);
}

function stepOf(id: string, results: readonly CheckResult[]): Found {
  const result = results.find((one) => one.id === id);
  if (result === undefined || result.status === 'skipped') {
    return { status: 'open', said: `${result?.title ?? id} was not run` };
  }
  const first = result.findings[0];
  const where =
    first === undefined
      ? ''
      : `: ${first.file ?? ''}${first.line === undefined ? '' : `:${first.line}`} ${first.message}`;
  const said = `${result.title}: ${result.detail}`;
  return result.status === 'ok' ? ok(said) : failed(`${said}${where}`);
}
