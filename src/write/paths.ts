/**
 * True for a path that may be written below a project: relative, `/`-separated, made of plain names.
 * Refuses what would lead out (`..`, absolute, drives, backslashes) and what systems read differently (dots at the end).
 */
export function isSafePath(path: string): boolean {
  return path.length <= 1000 && path.split('/').every(isSafeName);
}

function isSafeName(name: string): boolean {
  // Spaces and brackets never occur in generated names; letters of other scripts may fold together on some disks.
  return /^[A-Za-z0-9._@+-]{1,200}$/.test(name) && !name.endsWith('.') && !name.startsWith('-');
}

/** The folders above a path, outermost first: `a/b/c.py` → `a`, `a/b`. */
export function foldersOf(path: string): string[] {
  const names = path.split('/').slice(0, -1);
  return names.map((_, index) => names.slice(0, index + 1).join('/'));
}
