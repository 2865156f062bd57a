import { EXIT, type ExitCode } from '../diagnostics/types.js';

const CODES: Readonly<Record<string, ExitCode>> = {
  SIGINT: EXIT.cancelled,
  SIGTERM: EXIT.terminated,
  SIGHUP: EXIT.hangup,
};

export interface Interrupts {
  readonly signal: AbortSignal;
  readonly onInterrupt: (undo: () => void) => () => void;
}

/**
 * Listens for SIGINT, SIGTERM and SIGHUP. The first one undoes what is half-made, at once and synchronously, then calls
 * `end` with the exit code of that signal.
 */
export function listenForSignals(end: (code: ExitCode) => void): Interrupts {
  const undos = new Set<() => void>();
  const controller = new AbortController();
  let ending = false;
  for (const [name, code] of Object.entries(CODES)) {
    process.on(name, () => {
      if (ending) return;
      ending = true;
      controller.abort(new Error(name));
      for (const undo of undos) undo();
      end(code);
    });
  }
  return {
    signal: controller.signal,
    onInterrupt: (undo) => {
      undos.add(undo);
      return () => void undos.delete(undo);
    },
  };
}
