/** The file of a project that lists its tools, among its paths. */
export const contractFile = (paths: Iterable<string>): string | undefined =>
  [...paths].find((path) => path.endsWith('/tools.json'));
