import { describe, expect, it } from 'vitest';
import { cleanEnv, gitEnv, installEnv } from '../../../src/check/env.js';
import { run } from '../../../src/check/run.js';

const SYSTEM = { PATH: process.env['PATH'] ?? '', HOME: '/h' };
/** The names that stealers of credentials look for, and some that nobody has listed. */
const SECRETS = [
  ...['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'AZURE_CLIENT_SECRET'],
  ...[
    'GOOGLE_APPLICATION_CREDENTIALS',
    'GITHUB_TOKEN',
    'GH_TOKEN',
    'GITLAB_TOKEN',
    'NPM_TOKEN',
    'NODE_AUTH_TOKEN',
  ],
  ...['OPENAI_API_KEY', 'ANTHROPIC_API_KEY', 'DATABASE_URL', 'REDIS_URL', 'SLACK_TOKEN', 'STRIPE_SECRET_KEY'],
  ...['SSH_AUTH_SOCK', 'GPG_AGENT_INFO', 'DOCKER_AUTH_CONFIG', 'KUBECONFIG', 'VAULT_TOKEN', 'TWINE_PASSWORD'],
  ...['ACTIONS_ID_TOKEN_REQUEST_TOKEN', 'ACTIONS_RUNTIME_TOKEN', 'CI_JOB_TOKEN', 'UV_PUBLISH_TOKEN'],
  ...[
    'GIT_ASKPASS',
    'SSH_ASKPASS',
    'GIT_TOKEN',
    'MY_OWN_PASSWORD',
    'BOOKSHOP_API_TOKEN',
    'XDG_SECRET',
    'GOOGLE_KEY',
  ],
];
const env = { ...SYSTEM, ...Object.fromEntries(SECRETS.map((name) => [name, 'planted'])) };

describe('the environment of child processes', () => {
  it.each([
    ['checks and servers', cleanEnv],
    ['installing', installEnv],
    ['git', gitEnv],
  ])('has no credential of its user: %s', (_, environment) => {
    const { GIT_TERMINAL_PROMPT: _prompt, ...rest } = environment(env);
    expect(rest).toEqual(SYSTEM);
  });

  it('is all that a child sees', async () => {
    const print = 'console.log(JSON.stringify(process.env))';
    const { stdout } = await run([process.execPath, '-e', print], {
      env: installEnv(env),
      timeoutMs: 10_000,
    });
    expect(stdout).toContain('"HOME":"/h"');
    expect(stdout).not.toContain('planted');
  });

  it('for installing says how to reach the package index, and whom to trust', () => {
    const network = {
      https_proxy: 'http://proxy:3128',
      NO_PROXY: 'localhost',
      SSL_CERT_FILE: '/ca.pem',
      PIP_INDEX_URL: 'https://pypi.example/simple',
      UV_INDEX_PRIVATE_PASSWORD: 'for the index',
      npm_config_registry: 'https://npm.example',
      GOPROXY: 'https://go.example',
      XDG_CACHE_HOME: '/cache',
    };
    expect(installEnv({ ...SYSTEM, ...network })).toEqual({ ...SYSTEM, ...network });
    expect(cleanEnv({ ...SYSTEM, ...network })).toEqual(SYSTEM);
  });

  it('for installing has no setting of another project', () => {
    const other = {
      ...{ VIRTUAL_ENV: '/v', PYTHONPATH: '/x', UV_PYTHON: '3.9', UV_PROJECT_ENVIRONMENT: '/v' },
      ...{ npm_config_global: 'true', npm_package_name: 'other', NODE_OPTIONS: '-r x', GOFLAGS: '-mod=mod' },
    };
    expect(installEnv({ ...SYSTEM, ...other })).toEqual(SYSTEM);
  });

  it('for git says who commits, names no repository, and lets nobody be asked', () => {
    const known = { GIT_AUTHOR_NAME: 'Ann', GIT_COMMITTER_EMAIL: 'a@b.c', GIT_CONFIG_GLOBAL: '/gitconfig' };
    const hook = { GIT_DIR: '/other/.git', GIT_WORK_TREE: '/other', GIT_INDEX_FILE: '/other/index' };
    expect(gitEnv({ ...SYSTEM, ...known, ...hook })).toEqual({
      ...SYSTEM,
      ...known,
      GIT_TERMINAL_PROMPT: '0',
    });
  });
});
