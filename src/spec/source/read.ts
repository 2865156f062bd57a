import { basename } from 'node:path';
import type { LoadPolicy, SpecSource, SpecWorld } from '../../stages.js';
import type { Report } from '../report.js';
import { decodeText } from './decode.js';
import { fileProblem } from './file-problem.js';

/** The text of the entry file. */
export interface ReadText {
  /** As the user knows it. */
  readonly name: string;
  /** Its file name, for the copy in the project. */
  readonly fileName: string;
  readonly text: string;
}

/** Reads the entry, wherever it is; undefined when the report says why not. */
export async function readSource(
  source: SpecSource,
  policy: LoadPolicy,
  world: SpecWorld,
  report: Report,
): Promise<ReadText | undefined> {
  if (source.kind === 'text') {
    return { name: source.name, fileName: 'openapi', text: source.text };
  }
  if (source.kind === 'url') return undefined;
  const bytes = await readFile(source.path, policy, world, report);
  if (bytes === undefined) return undefined;
  const text = decodeText(source.path, bytes, report);
  return text === undefined ? undefined : { name: source.path, fileName: basename(source.path), text };
}

async function readFile(
  path: string,
  policy: LoadPolicy,
  world: SpecWorld,
  report: Report,
): Promise<Uint8Array | undefined> {
  try {
    return await world.readFile(path, policy.maxBytes);
  } catch (error) {
    const { code, message } = fileProblem(error, policy);
    report.error(code, message, { file: path });
    return undefined;
  }
}
