/** Formatters that need time to load, by the target's id. A file of its own: nothing else must load before they can begin. */
const SLOW: Readonly<Record<string, () => Promise<(threads: number, lint: boolean) => void>>> = {
  python: async () => (await import('./ruff.js')).startFormatter,
};

/** Gets a target's formatter ready while something else is being done. `threads`: two pay for a large service. */
export async function warmFormatter(target: string, lint: boolean, threads = 1): Promise<void> {
  const start = await SLOW[target]?.();
  start?.(threads, lint);
}
