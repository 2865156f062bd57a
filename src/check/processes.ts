/** Processes that we started and that have not ended: whatever ends this program ends them too. */

const live = new Set<number>();
let hooked = false;

/** POSIX children lead a group of their own, so that what they start goes with them. */
export const ownGroup = process.platform !== 'win32';

/** Sends a signal to a child's whole group; a group that is gone already is fine. */
export function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(ownGroup ? -pid : pid, signal);
  } catch {
    // ESRCH: everything in it has ended, which is what was wanted.
  }
}

/** Remembers a child until `forget`. The `exit` hook is the last line of defence; aborting comes first. */
export function remember(pid: number): void {
  live.add(pid);
  if (hooked) return;
  hooked = true;
  process.on('exit', () => {
    for (const each of live) signalGroup(each, 'SIGKILL');
  });
}

/** The child itself has ended: what it left behind in its group is ended as well. */
export function forget(pid: number): void {
  live.delete(pid);
  if (ownGroup) signalGroup(pid, 'SIGKILL');
}

/** Process ids of children that still run; for tests. */
export const liveProcesses = (): readonly number[] => [...live];
