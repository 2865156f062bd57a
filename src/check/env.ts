/** Environments for child processes. What a checked project sees must not depend on what else its owner works on. */

export type Env = Readonly<Record<string, string>>;

/** What a program needs to run at all, on any system. No credential, no proxy, no setting of another project. */
const BASE = new Set([
  'PATH',
  'HOME',
  'USER',
  'LOGNAME',
  'LANG',
  'LC_ALL',
  'LC_CTYPE',
  'TZ',
  'TMPDIR',
  'TMP',
  'TEMP',
  'TERM',
  // Windows: without these Python and its sockets do not start.
  'SYSTEMROOT',
  'SYSTEMDRIVE',
  'WINDIR',
  'COMSPEC',
  'PATHEXT',
  'USERPROFILE',
  'APPDATA',
  'LOCALAPPDATA',
  'PROGRAMDATA',
  'PROGRAMFILES',
  'NUMBER_OF_PROCESSORS',
  'PROCESSOR_ARCHITECTURE',
]);

/**
 * Settings that tie a language's tools to another environment: an activated one, another project's, or, for those of npm, the
 * run of npm that started this program.
 */
const OTHER_PROJECT = [
  /^(VIRTUAL_ENV|PYTHON(PATH|HOME|STARTUP|NODEBUGRANGES)|CONDA_.*)$/i,
  /^UV_(PROJECT.*|PYTHON|FROZEN|LOCKED|NO_SYNC|WORKING_DIRECTORY)$/i,
  /^GO(FLAGS|WORK|OS|ARCH|ROOT|BIN|TOOLCHAIN|111MODULE|EXPERIMENT)$/i,
  /^(NODE_(ENV|OPTIONS|PATH)|INIT_CWD|npm_(command|execpath|lifecycle_.*|package_.*|node_execpath))$/i,
  /^npm_config_(global|prefix|local_prefix|dry_run|omit|only|include|production|workspaces?|call|package|yes)$/i,
];

function pick(env: NodeJS.ProcessEnv, keep: (name: string) => boolean): Record<string, string> {
  const picked: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    if (value !== undefined && keep(name)) picked[name] = value;
  }
  return picked;
}

/** For tools and servers of the project: the system's own variables only. */
export const cleanEnv = (env: NodeJS.ProcessEnv): Record<string, string> =>
  pick(env, (name) => BASE.has(name.toUpperCase()));

/** For installing: the user's proxies, certificates and package indexes stay, other projects' settings go. */
export const installEnv = (env: NodeJS.ProcessEnv): Record<string, string> =>
  pick(env, (name) => !OTHER_PROJECT.some((pattern) => pattern.test(name)));
