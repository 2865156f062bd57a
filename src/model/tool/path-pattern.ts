/**
 * A pattern over path templates as a test. `*` stands for anything within a segment, `**` for any number of segments
 * (`/repos/**` is `/repos`, too), everything else for itself: `/pets/{petId}`. Case counts.
 */
export function pathPattern(pattern: string): (path: string) => boolean {
  const segments = segmentsOf(pattern).map((segment) =>
    segment === '**' ? '**' : new RegExp(`^${segment.split('*').map(literal).join('[^/]*')}$`),
  );
  return (path) => matches(segments, segmentsOf(path));
}

const segmentsOf = (path: string): string[] => path.replace(/^\/+/, '').split('/');

const literal = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

/** Which heads of the path the patterns so far can stand for, one pattern after the other: linear, whatever is given. */
function matches(patterns: readonly (RegExp | '**')[], path: readonly string[]): boolean {
  let reached = new Set([0]);
  for (const pattern of patterns) {
    const next = new Set<number>();
    for (const at of reached) {
      if (pattern !== '**') {
        if (at < path.length && pattern.test(path[at] ?? '')) next.add(at + 1);
      } else for (let end = at; end <= path.length; end++) next.add(end);
    }
    reached = next;
  }
  return reached.has(path.length);
}
