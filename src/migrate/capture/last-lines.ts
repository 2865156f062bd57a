const LINES = 6;

/**
 * The last lines of what a process said that say something: without the frames that Python draws around groups of exceptions, and
 * without the hints of package managers, which would hide the failure that they belong to.
 */
export function lastLines(text: string): string {
  const lines = text.split('\n').map((line) => line.replace(/^\s*[|+][\s|+-]*/, '').trimEnd());
  const telling = lines.filter((line) => /\w/.test(line) && !/^\d+ -+$|^hint:/.test(line.trim()));
  return telling.slice(-LINES).join('\n');
}
