/**
 * Environments for child processes: lists of what may pass, so that a credential whose name nobody thought of stays here too.
 * What a checked project sees must not depend on what else its owner works on.
 */

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
 * What reaching a package index takes: the way there, whom to trust on it, where packages are kept, and the own settings of the
 * programs that install, which is also where the credentials of a private index are (`UV_INDEX_…_PASSWORD`).
 */
const INSTALLS = [
  /^((HTTPS?|ALL|NO|FTP)_PROXY)$/i,
  /^(SSL_CERT_(FILE|DIR)|(REQUESTS|CURL|AWS)_CA_BUNDLE|NODE_EXTRA_CA_CERTS|NIX_SSL_CERT_FILE|NETRC)$/i,
  /^(XDG_(CACHE|CONFIG|DATA|STATE|BIN)_(HOME|DIRS)|XDG_RUNTIME_DIR|PYENV_ROOT|ASDF_DATA_DIR|MISE_DATA_DIR)$/i,
  /^(UV|PIP|npm_config|CGO|GIT_SSL)_/i,
  /^GO(PROXY|SUMDB|PRIVATE|NOPROXY|NOSUMDB|INSECURE|AUTH|VCS|CACHE|MODCACHE|PATH|TMPDIR|ENV|FIPS140)$/i,
  /^(CC|CXX|CPATH|LIBRARY_PATH|(LD|DYLD)_LIBRARY_PATH|NIX_LD(_LIBRARY_PATH)?|SDKROOT)$/i,
  /^(HOMEDRIVE|HOMEPATH|PUBLIC|ALLUSERSPROFILE|PROGRAMFILES\(X86\)|PROGRAMW6432|COMMONPROGRAMFILES)$/i,
];

/** For giving packages away, which nothing does here. */
const PUBLISHES = /^(UV_PUBLISH_.*|npm_config_otp)$/i;

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

const isOneOf = (name: string, patterns: readonly RegExp[]): boolean =>
  patterns.some((pattern) => pattern.test(name));

/** For installing: the user's proxies, certificates and package indexes too, without what belongs to another project. */
export const installEnv = (env: NodeJS.ProcessEnv): Record<string, string> =>
  pick(
    env,
    (name) =>
      BASE.has(name.toUpperCase()) ||
      (isOneOf(name, INSTALLS) && !isOneOf(name, OTHER_PROJECT) && !PUBLISHES.test(name)),
  );

/** Who commits, and git's own settings; not the repository that a hook or another tool is working on. */
const GIT = [
  /^GIT_(AUTHOR|COMMITTER)_(NAME|EMAIL|DATE)$/,
  /^GIT_CONFIG_(GLOBAL|SYSTEM|NOSYSTEM|COUNT|KEY_\d+|VALUE_\d+)$/,
  /^GIT_(EXEC_PATH|TEMPLATE_DIR|CEILING_DIRECTORIES|DISCOVERY_ACROSS_FILESYSTEM|DEFAULT_HASH)$/,
  /^(XDG_CONFIG_HOME|EMAIL)$/,
];

/** For git in a new project, which asks nobody anything: it fetches nothing and pushes nothing. */
export const gitEnv = (env: NodeJS.ProcessEnv): Record<string, string> => ({
  ...pick(env, (name) => BASE.has(name.toUpperCase()) || isOneOf(name, GIT)),
  GIT_TERMINAL_PROMPT: '0',
});
