/** Files that `inspect` writes where it is asked to. */
export interface InspectFiles {
  readonly html?: string;
  readonly proposeOverlay?: string;
  readonly toolsYaml?: string;
}

/** Their options, with what they mean. */
export const INSPECT_FILES = [
  ['--html <file>', 'A page with everything, to be opened from the disk'],
  ['--propose-overlay <file>', 'The repairs that are made, as an overlay for --overlay'],
  ['--tools-yaml <file>', 'A tools.yaml with every tool in it, to start from'],
] as const;
