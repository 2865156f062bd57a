import {
  broughtBy,
  FEATURES,
  PRESETS,
  TARGETS,
  TRANSPORTS,
  type Choice,
  choicesFor,
} from '../options/choices.js';
import { factsOf, VERSION_KEYS, type VersionKey } from '../options/languages.js';
import type { Answers } from '../options/table.js';
import type { TargetFacts } from '../plan/types.js';
import { newFolderProblem } from '../options/values.js';
import { beforeText, complaint, textOf } from './shared.js';
import { documentSteps } from './steps-document.js';
import { toolSteps } from './steps-tools.js';
import type { Session, Step } from './session.js';
import type { Item } from './types.js';

/** All questions in their order. Each member may look at the answers so far to say which steps there are. */
export const STEPS: readonly ((session: Session) => readonly Step[])[] = [
  () => [FOLDER],
  documentSteps,
  () => NAMES,
  toolSteps,
  () => SHAPE,
  () => AFTERWARDS,
];

const lastName = (path: string): string =>
  path
    .replace(/[\\/]+$/, '')
    .split(/[\\/]/)
    .at(-1) ?? path;

const FOLDER: Step = {
  id: 'dir',
  applies: ({ given }) => given.dir === undefined,
  ask: (session) => ({
    kind: 'text',
    message: 'Where should the project go? (a new folder)',
    fallback: 'my-mcp-server',
    ...beforeText(session, 'dir'),
    check: (path) => {
      // A folder that exists keeps its name, whatever it is; only new ones are judged here.
      if (/^\.{1,2}$/.test(lastName(path))) return undefined;
      const problem = newFolderProblem(lastName(path));
      return problem === undefined ? undefined : `${problem.message} ${problem.fix}`;
    },
  }),
  answers: (value) => ({ dir: textOf(value) }),
};

const NAMES: readonly Step[] = [
  named('name', 'Name of the service', (session) => session.preview?.title),
  named('packageName', 'Package name (mcp-… and mcp_… are made from it)', (session) => session.preview?.slug),
  named('description', 'What is it, in one sentence?', (session) => session.preview?.description),
];

function named(
  key: 'name' | 'packageName' | 'description',
  message: string,
  fallback: (session: Session) => string | undefined,
): Step {
  return {
    id: key,
    applies: ({ given }) => given[key] === undefined,
    ask: (session) => {
      const text = fallback(session);
      return {
        kind: 'text',
        message,
        ...(text === undefined ? {} : { fallback: text }),
        ...beforeText(session, key),
        // A document without a description may stay without one.
        check: (value) => (value === '' && key === 'description' ? undefined : complaint(key, value)),
      };
    },
    answers: (value): Answers => (value === '' ? {} : { [key]: value }),
  };
}

const items = (choices: readonly Choice[]): Item[] =>
  choices.map(({ value, title, hint }) => ({ value, label: title, ...(hint === undefined ? {} : { hint }) }));

/** A question with one answer out of a closed set; not asked while there is nothing to choose. */
function chosen(
  key: 'target' | 'preset' | 'packageManager' | VersionKey,
  message: string,
  choices: (session: Session) => readonly Choice[],
): Step {
  return {
    id: key,
    applies: (session) => session.given[key] === undefined && choices(session).length > 1,
    ask: (session) => ({
      kind: 'choice',
      message,
      items: items(choices(session)),
      ...beforeText(session, key),
    }),
    answers: (value): Answers => ({ [key]: value }),
  };
}

/** What can be chosen for the language that was. */
function language({ given, values }: Session): TargetFacts {
  const { target } = values;
  return factsOf(given.target ?? (typeof target === 'string' ? target : undefined));
}

const offered = (session: Session, choices: readonly Choice[]): readonly Choice[] =>
  choicesFor(choices, language(session).id);

const versionStep = (key: VersionKey): Step =>
  chosen(key, `${key.charAt(0).toUpperCase()}${key.slice(1)} version`, (session) => {
    const { versionOption, versions } = language(session);
    return versionOption === key ? versions : [];
  });

/** What the language has and the preset does not bring anyway. */
function furtherFeatures(session: Session): readonly Choice[] {
  const brought = broughtBy(session.given.preset ?? session.values['preset']);
  return offered(session, FEATURES).filter(({ value }) => !brought.includes(value));
}

const FEATURE_STEP: Step = {
  id: 'feature',
  applies: (session) => session.given.feature === undefined && furtherFeatures(session).length > 0,
  ask: (session) => ({
    kind: 'several',
    message: 'What should the server have besides? (Tab chooses, Enter goes on)',
    items: items(furtherFeatures(session)),
    optional: true,
    ...(Array.isArray(session.before['feature']) ? { initial: session.before['feature'] } : {}),
  }),
  answers: (value) => ({ feature: Array.isArray(value) ? value : [] }),
};

const TRANSPORT_STEP: Step = {
  id: 'transports',
  applies: ({ given }) => given.transports === undefined,
  ask: (session) => ({
    kind: 'choice',
    message: 'How do clients reach the server?',
    items: [{ value: 'stdio,http', label: 'Both', hint: 'one program, stdio or HTTP' }, ...items(TRANSPORTS)],
    ...beforeText(session, 'transports'),
  }),
  answers: (value) => ({ transports: textOf(value).split(',') }),
};

const SHAPE: readonly Step[] = [
  chosen('target', 'Language of the server', () => TARGETS),
  chosen('preset', 'Shape of the project', (session) => offered(session, PRESETS)),
  FEATURE_STEP,
  TRANSPORT_STEP,
  chosen('packageManager', 'What installs the project?', (session) => language(session).packageManagers),
  ...VERSION_KEYS.map(versionStep),
];

function yesNo(key: 'git' | 'install' | 'check', message: string): Step {
  return {
    id: key,
    applies: ({ given }) => given[key] === undefined,
    ask: (session) => ({ kind: 'yes-no', message, initial: session.before[key] !== false }),
    answers: (value): Answers => ({ [key]: value === true }),
  };
}

const AFTERWARDS: readonly Step[] = [
  yesNo('git', 'Make a git repository with a first commit?'),
  yesNo('install', 'Install the dependencies now?'),
  {
    ...yesNo('check', 'Run the checks now?'),
    applies: ({ given, values }) =>
      given.check === undefined && given.install !== false && values['install'] !== false,
  },
];
