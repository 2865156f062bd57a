import type { Catalogue } from './types.js';

/** Codes of regenerating a project. */
export const MANAGE_CATALOGUE = {
  'manage.no-project': {
    title: 'This is no project of create-mcp-server',
    cause: 'The folder has no .create-mcp-server/manifest.json, which every created project has.',
    fix: 'Name the folder of a project, or create one: create-mcp-server my-server --spec openapi.json',
  },
  'manage.unreadable': {
    title: 'A file of the project cannot be read',
    cause: 'The system refuses it, so nothing can be compared with it.',
    fix: 'Give yourself the right to read it, or restore it; then run the command again.',
  },
  'manage.manifest-broken': {
    title: 'The manifest cannot be read',
    cause: 'The file .create-mcp-server/manifest.json, or the texts stored beside it, are damaged.',
    fix: 'Restore the folder .create-mcp-server from version control.',
  },
  'manage.manifest-newer': {
    title: 'The project was made by a newer version',
    cause: 'Its manifest has a format that this version does not know.',
    fix: 'Use the newest version: npx create-mcp-server@latest regenerate',
  },
  'manage.other-version': {
    title: 'Another version of this program is wanted',
    cause: 'A project is generated from the templates of the program that runs.',
    fix: 'Run the version that is wanted: npx create-mcp-server@<version> regenerate',
  },
  'manage.no-document': {
    title: 'The document of the project is missing',
    cause: 'The copy that was put into the project is gone, and no other document is named.',
    fix: 'Restore it, or name the document: --spec openapi.json',
  },
  'manage.unsettled': {
    title: 'A conflict is not settled',
    cause: 'The file still has the markers of an earlier run.',
    fix: 'Choose between the lines marked yours and generated, remove the markers, and run again.',
  },
  'manage.conflict': {
    title: 'You and the generator changed the same place',
    cause: 'Both changes cannot be kept without a decision. Nothing of yours was dropped.',
    fix: 'Settle what is listed, then run the checks of the project.',
  },
  'manage.out-of-date': {
    title: 'The project is out of date',
    cause: 'Generated again, it would have other files.',
    fix: 'Run: create-mcp-server regenerate',
  },
  'manage.breaking': {
    title: 'Callers of the tools would break',
    cause: 'A call that was right before the change would be refused after it.',
    fix: 'Look at the list; allow it with --allow-breaking.',
  },
  'manage.run-ended': {
    title: 'The run of one project ended without a result',
    cause: 'Its process was stopped from outside, or ran out of memory.',
    fix: 'Run it alone: create-mcp-server regenerate <dir>',
  },
  'manage.busy': {
    title: 'Another run is at work',
    cause: 'A regeneration of the same project has begun and not ended.',
    fix: 'Wait for it to end, and run again.',
  },
  'manage.raced': {
    title: 'A file changed during the run',
    cause: 'It was edited between reading and writing; nothing was written.',
    fix: 'Run again.',
  },
  'manage.half-done': {
    title: 'The run could be neither finished nor undone',
    cause: 'The system refused both.',
    fix: 'Remove the reason given above, and run again: the project is put right first.',
  },
  'manage.journal-broken': {
    title: 'The journal of an interrupted run is damaged',
    cause: 'Following it could write outside of the project, so nothing was done.',
    fix: 'Remove the folder .create-mcp-server/journal, restore the project from version control, and run again.',
  },
  'manage.edited-meanwhile': {
    title: 'A file was edited after an interrupted run',
    cause: 'Finishing that run would have overwritten the edit.',
    fix: 'Look at the file, and run again.',
  },
} as const satisfies Catalogue;
