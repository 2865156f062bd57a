import {
  AUTHS,
  type Choice,
  FEATURES,
  PACKAGE_MANAGERS,
  PRESETS,
  TARGETS,
  TRANSPORTS,
  versionsFor,
} from './choices.js';
import { DEFAULT_TARGET } from './default-target.js';

/**
 * One row per option: the only source of flags, questions, keys of the answers file, `--help`, docs/options.md and the
 * schema of the answers file. Plain data, because it is read at every start; docs/decisions says what that saves.
 */
export interface OptionRow {
  readonly key: string;
  /** `text` one value · `many` may be repeated · `list` comma-separated, may be repeated · `switch` on or off. */
  readonly kind: 'text' | 'many' | 'list' | 'switch';
  /** `--spec`; `--no-git` for a switch that is on by default. Missing for the folder, which is an argument. */
  readonly flag?: string;
  readonly short?: string;
  readonly alias?: string;
  /** `<file|url|->`: how the value is called in help. */
  readonly value?: string;
  /** Closed set of values; anything else is refused with a suggestion. */
  readonly choices?: readonly Choice[];
  /** The value when nothing is said. Left out: none, or derived from the document. */
  readonly default?: string | boolean | readonly string[];
  readonly help: string;
  readonly group: 'Document' | 'Project' | 'Writing' | 'After writing' | 'Run';
  /** Whether the answers file may hold it. */
  readonly inConfig: boolean;
}

export const OPTIONS = [
  {
    key: 'dir',
    kind: 'text',
    value: '[dir]',
    help: 'Folder of the project',
    group: 'Project',
    inConfig: true,
  },
  {
    key: 'spec',
    kind: 'text',
    flag: '--spec',
    value: '<file|url|->',
    help: 'OpenAPI document, 2.0 to 3.2; - for stdin',
    group: 'Document',
    inConfig: true,
  },
  {
    key: 'sample',
    kind: 'switch',
    flag: '--sample',
    help: 'Use the sample document, a small bookshop',
    group: 'Document',
    inConfig: true,
  },
  {
    key: 'baseUrl',
    kind: 'text',
    flag: '--base-url',
    value: '<url>',
    help: 'No document: where the API is, with --resource',
    group: 'Document',
    inConfig: true,
  },
  {
    key: 'resource',
    kind: 'many',
    flag: '--resource',
    value: '<text>',
    help: 'No document: "books(title,price:number)=list,get,create"; repeatable',
    group: 'Document',
    inConfig: true,
  },
  {
    key: 'auth',
    kind: 'text',
    flag: '--auth',
    value: '<kind>',
    choices: AUTHS,
    default: 'document',
    help: 'Credentials of the API',
    group: 'Document',
    inConfig: true,
  },
  {
    key: 'allowRefHost',
    kind: 'many',
    flag: '--allow-ref-host',
    value: '<host>',
    help: 'Let $ref reach this host; repeatable',
    group: 'Document',
    inConfig: true,
  },
  {
    key: 'allowRefDir',
    kind: 'many',
    flag: '--allow-ref-dir',
    value: '<dir>',
    help: 'Let $ref reach this folder; repeatable',
    group: 'Document',
    inConfig: true,
  },
  {
    key: 'overlay',
    kind: 'many',
    flag: '--overlay',
    value: '<file|url>',
    help: 'OpenAPI Overlay to lay over the document; repeatable',
    group: 'Document',
    inConfig: true,
  },
  {
    key: 'strictText',
    kind: 'switch',
    flag: '--strict-text',
    default: false,
    help: 'Refuse a document with suspicious texts',
    group: 'Document',
    inConfig: true,
  },
  {
    key: 'name',
    kind: 'text',
    flag: '--name',
    value: '<text>',
    help: 'Name of the service, for people (its title)',
    group: 'Project',
    inConfig: true,
  },
  {
    key: 'packageName',
    kind: 'text',
    flag: '--package-name',
    value: '<name>',
    help: 'Name for machines: petstore makes mcp-petstore',
    group: 'Project',
    inConfig: true,
  },
  {
    key: 'description',
    kind: 'text',
    flag: '--description',
    value: '<text>',
    help: 'One sentence about the service',
    group: 'Project',
    inConfig: true,
  },
  {
    key: 'tools',
    kind: 'text',
    flag: '--tools',
    value: '<choice>',
    default: 'auto',
    help: 'auto, all, dynamic, read-only, or tags: operations: methods: paths: scopes:, joined by +',
    group: 'Project',
    inConfig: true,
  },
  {
    key: 'pin',
    kind: 'list',
    flag: '--pin',
    value: '<operations>',
    help: 'Operations that stay tools in dynamic mode',
    group: 'Project',
    inConfig: true,
  },
  {
    key: 'toolsFile',
    kind: 'text',
    flag: '--tools-file',
    value: '<file>',
    help: 'Names, texts, fixed arguments of tools (tools.yaml)',
    group: 'Project',
    inConfig: true,
  },
  {
    key: 'outputSchemas',
    kind: 'switch',
    flag: '--output-schemas',
    default: false,
    help: 'Tell clients what answers look like; refuses none',
    group: 'Project',
    inConfig: true,
  },
  {
    key: 'toolBudget',
    kind: 'text',
    flag: '--tool-budget',
    value: '<tokens>',
    help: 'At most so many tokens a tool: shorter texts, then fewer details',
    group: 'Project',
    inConfig: true,
  },
  {
    key: 'target',
    kind: 'text',
    flag: '--target',
    alias: '--lang',
    value: '<language>',
    choices: TARGETS,
    default: DEFAULT_TARGET,
    help: 'Language of the server',
    group: 'Project',
    inConfig: true,
  },
  {
    key: 'preset',
    kind: 'text',
    flag: '--preset',
    value: '<name>',
    choices: PRESETS,
    default: 's-tier',
    help: 'Shape of the project',
    group: 'Project',
    inConfig: true,
  },
  {
    key: 'feature',
    kind: 'list',
    flag: '--feature',
    value: '<names>',
    choices: FEATURES,
    default: [],
    help: 'Features of the server, a,b or repeated',
    group: 'Project',
    inConfig: true,
  },
  {
    key: 'transports',
    kind: 'list',
    flag: '--transports',
    value: '<list>',
    choices: TRANSPORTS,
    default: ['stdio', 'http'],
    help: 'How clients reach the server',
    group: 'Project',
    inConfig: true,
  },
  {
    key: 'packageManager',
    kind: 'text',
    flag: '--package-manager',
    value: '<name>',
    choices: PACKAGE_MANAGERS,
    help: 'What installs the project',
    group: 'Project',
    inConfig: true,
  },
  {
    key: 'python',
    kind: 'text',
    flag: '--python',
    value: '<version|path>',
    choices: versionsFor('python'),
    help: 'Python, or the path of one',
    group: 'Project',
    inConfig: true,
  },
  {
    key: 'node',
    kind: 'text',
    flag: '--node',
    value: '<version|path>',
    choices: versionsFor('node'),
    help: 'Node, or the path of one',
    group: 'Project',
    inConfig: true,
  },
  {
    key: 'go',
    kind: 'text',
    flag: '--go',
    value: '<version|path>',
    choices: versionsFor('go'),
    help: 'Go, or the path of one',
    group: 'Project',
    inConfig: true,
  },
  {
    key: 'overwrite',
    kind: 'switch',
    flag: '--overwrite',
    default: false,
    help: 'Replace files of the same name; other files stay',
    group: 'Writing',
    inConfig: false,
  },
  {
    key: 'merge',
    kind: 'switch',
    flag: '--merge',
    default: false,
    help: 'Add what a folder lacks, replace nothing',
    group: 'Writing',
    inConfig: false,
  },
  {
    key: 'dryRun',
    kind: 'switch',
    flag: '--dry-run',
    default: false,
    help: 'List the files with their sizes, write nothing',
    group: 'Writing',
    inConfig: false,
  },
  {
    key: 'git',
    kind: 'switch',
    flag: '--no-git',
    default: true,
    help: 'No git repository',
    group: 'After writing',
    inConfig: true,
  },
  {
    key: 'install',
    kind: 'switch',
    flag: '--no-install',
    default: true,
    help: 'Do not install the dependencies',
    group: 'After writing',
    inConfig: true,
  },
  {
    key: 'check',
    kind: 'switch',
    flag: '--no-check',
    default: true,
    help: 'Do not run the checks',
    group: 'After writing',
    inConfig: true,
  },
  {
    key: 'yes',
    kind: 'switch',
    flag: '--yes',
    short: '-y',
    default: false,
    help: 'Ask nothing, take the defaults',
    group: 'Run',
    inConfig: false,
  },
  {
    key: 'config',
    kind: 'text',
    flag: '--config',
    value: '<file>',
    help: 'Take the answers from a JSON or YAML file',
    group: 'Run',
    inConfig: false,
  },
  {
    key: 'saveConfig',
    kind: 'text',
    flag: '--save-config',
    value: '<file>',
    help: 'Write the answers to a file, for --config',
    group: 'Run',
    inConfig: false,
  },
  {
    key: 'json',
    kind: 'switch',
    flag: '--json',
    default: false,
    help: 'One JSON result on stdout, all else on stderr',
    group: 'Run',
    inConfig: false,
  },
  {
    key: 'dumpModel',
    kind: 'switch',
    flag: '--dump-model',
    default: false,
    help: 'Print the service model as JSON, write nothing',
    group: 'Run',
    inConfig: false,
  },
  {
    key: 'verbose',
    kind: 'switch',
    flag: '--verbose',
    default: false,
    help: 'Show every repair and every command',
    group: 'Run',
    inConfig: false,
  },
] as const satisfies readonly OptionRow[];

type Row = (typeof OPTIONS)[number];
export type OptionKey = Row['key'];
type ValueOf<K> = K extends 'switch' ? boolean : K extends 'many' | 'list' ? readonly string[] : string;

/** Answers as far as given: by flags, by an answers file, or by the questions. */
export type Answers = { readonly [R in Row as R['key']]?: ValueOf<R['kind']> };

/** The rows, seen through their interface. */
export const ROWS: readonly (OptionRow & { readonly key: OptionKey })[] = OPTIONS;

export const rowOf = (key: OptionKey): OptionRow => {
  const row = ROWS.find((candidate) => candidate.key === key);
  if (row === undefined) throw new Error(`no option ${key}`);
  return row;
};

/** A closed set without members is an option that cannot be used yet: not shown, and refused with that reason. */
export const isOffered = (row: OptionRow): boolean => row.choices === undefined || row.choices.length > 0;
