import type { Stages } from '../pipeline.js';
import type { SpecWorld } from '../stages.js';
import type { Storage } from '../write/storage.js';
import type { Screen } from './screen.js';

/** Everything outside of this program that a command may touch. `main.ts` makes the real one. */
export interface World {
  readonly version: string;
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly screen: Screen;
  /** stdin and stdout are terminals that can draw prompts, and this is no CI run. */
  readonly canAsk: boolean;
  /** Why `canAsk` is false, for the message. */
  readonly whyNot: string;
  /** False for terminals that cannot move the cursor: then questions are plain lines. */
  readonly drawsPrompts: boolean;
  /** An OpenAPI document in the current folder, under one of its usual names. */
  readonly nearbyDocument: () => Promise<string | undefined>;
  readonly spec: SpecWorld;
  /** All of standard input; there is nothing more to read the second time. */
  readonly readStdin: () => Promise<Uint8Array>;
  readonly storage: Storage;
  /** Text of the sample document. */
  readonly sample: () => Promise<string>;
  /** Loads the generator; slow, so only called when needed. */
  readonly stages: () => Promise<Stages>;
  /** A new short random name part. */
  readonly token: () => string;
  /** See `WriteWorld.onInterrupt`. */
  readonly onInterrupt: (undo: () => void) => () => void;
  /** Called once, when the project lies in its folder; from then on nothing is undone. */
  readonly onWritten: (dir: string) => void;
  /** Aborts when the process is told to stop. */
  readonly signal: AbortSignal;
}
