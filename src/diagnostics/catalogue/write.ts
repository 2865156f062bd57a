import type { Catalogue } from './types.js';

/** Codes of writing a project, of git, and of this program itself. */
export const WRITE_CATALOGUE = {
  'write.occupied': {
    title: 'The folder is not empty',
    cause: 'Files that are there could be lost.',
    fix: 'Use another folder, --merge to add only what is missing, or --overwrite to replace files of the same name.',
  },
  'write.not-a-folder': {
    title: 'The target is no folder',
    cause: 'A file, or something else, has that name.',
    fix: 'Use another folder.',
  },
  'write.unsafe-path': {
    title: 'A path leads out of the project',
    cause: 'Nothing is ever written outside of the folder of the project, nor through a link in it.',
    fix: 'Remove the link, or use another folder.',
  },
  'write.denied': {
    title: 'The folder cannot be written',
    cause: 'It lies on a read-only file system, or belongs to somebody else.',
    fix: 'Use a folder that you may write to.',
  },
  'write.no-space': {
    title: 'The disk is full',
    cause: 'Nothing of the project was kept.',
    fix: 'Make room, or use a folder on another disk.',
  },
  'write.too-long': {
    title: 'The path is too long',
    cause: 'The file system does not accept a name or a path of that length.',
    fix: 'Use a shorter folder.',
  },
  'write.raced': {
    title: 'Somebody else wrote there at the same time',
    cause: 'The folder was filled while this project was being made.',
    fix: 'Look at what is there, or use another folder.',
  },
  'write.failed': {
    title: 'Writing failed',
    cause: 'The system refused to write; nothing was kept.',
    fix: 'Look at the reason given, and try again.',
  },
  'git.failed': {
    title: 'git failed',
    cause: 'The project was created and is kept, but it is no git repository yet.',
    fix: 'Run git init in the project, or use --no-git.',
  },
  'internal.bug': {
    title: 'Internal error',
    cause: 'This program has a mistake.',
    fix: 'Please report it, with the document if you can.',
  },
  'internal.render': {
    title: 'Internal error in a template',
    cause: 'A generated file does not parse; nothing was written.',
    fix: 'Please report it, with the document if you can.',
  },
} as const satisfies Catalogue;
