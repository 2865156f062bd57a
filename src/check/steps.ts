import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ServiceModel } from '../model/types.js';
import type { CheckStep, ProjectOptions, RunContract } from '../plan/types.js';
import { type CommandWorld, commandStep, fillCommand, projectEnv } from './command-step.js';
import { checkContainer } from './container/step.js';
import { cleanEnv } from './env.js';
import type { ProofInput } from './mcp/proof.js';
import { checkSecrets } from './secrets/step.js';
import type { Toolchain } from './toolchain/types.js';
import type { Step } from './types.js';

/** A written project, and what is known of it. */
export interface Project {
  /** Absolute. */
  readonly dir: string;
  /** Undefined where there is no document: then the project's own tests are what calls its tools. */
  readonly model?: ServiceModel;
  readonly options: ProjectOptions;
  readonly contract: RunContract;
  /** What `Target.checks` gives. */
  readonly targetSteps: readonly CheckStep[];
  /** Settings in which every tool answers as the API does. */
  readonly openWith?: Readonly<Record<string, string>>;
  /** The API's own document, relative to `dir`: `openapi.yaml` and what it refers to. */
  readonly documents: readonly string[];
}

/** The id that every target gives to the step after which its programs are there. */
const INSTALL = 'install';

/** All steps for a project: the target's own, and those that are the same for every language. */
export function stepsFor(project: Project, toolchain: Toolchain | null, world: CommandWorld): Step[] {
  const { dir, targetSteps } = project;
  if (toolchain === null) return ownSteps(project);
  const commands = targetSteps.map((step) => commandStep(step, dir, toolchain, world));
  return [...commands, ...ownSteps(project), ...sessionSteps(project, toolchain, world)];
}

/** In process: they need nothing that is installed. */
function ownSteps({ dir, documents }: Project): Step[] {
  const step = (id: string, title: string, run: Step['run']): Step => ({
    id,
    title,
    after: [],
    installs: false,
    run,
  });
  return [
    step('container', 'Container file', () => checkContainer(dir)),
    step('secrets', 'Secrets', () => checkSecrets(dir, documents)),
  ];
}

/** Real MCP sessions. The clients are loaded when the first one starts. */
function sessionSteps(project: Project, toolchain: Toolchain, world: CommandWorld): Step[] {
  const { model } = project;
  if (model === undefined) return [];
  const input: ProofInput = {
    dir: project.dir,
    model,
    contract: project.contract,
    env: { ...projectEnv(cleanEnv(world.env), project.dir, toolchain), ...project.openWith },
    fill: (command) => programOf(fillCommand(command, project.dir, toolchain), project.dir, toolchain),
  };
  const after = [INSTALL, ...project.targetSteps.filter(({ builds }) => builds).map(({ id }) => id)];
  const steps: Record<'stdio' | 'http', Step> = {
    stdio: {
      id: 'mcp-stdio',
      title: 'MCP over stdio',
      after,
      installs: false,
      run: async (context) => (await import('./mcp/stdio.js')).proveStdio(input, context),
    },
    http: {
      id: 'mcp-http',
      title: 'MCP over HTTP',
      after,
      installs: false,
      run: async (context) => (await import('./mcp/http.js')).proveHttp(input, context),
    },
  };
  return project.options.transports.map((transport) => steps[transport]);
}

/** A bare name is one of the project's own programs, else one of the toolchain's, else one of PATH. */
function programOf(command: readonly string[], dir: string, toolchain: Toolchain): string[] {
  const [name = '', ...args] = command;
  const own = toolchain.bin
    .flatMap((folder) => [join(dir, folder, name), join(dir, folder, `${name}.exe`)])
    .find((path) => existsSync(path));
  return [own ?? toolchain.values[name] ?? name, ...args];
}

/**
 * The steps that are wanted. Where nothing is to be installed, but the project's programs are there from an earlier time, the others
 * no longer wait for the installation.
 */
export function chooseSteps(
  steps: readonly Step[],
  wanted: { readonly install: boolean; readonly check: boolean },
  isInstalled: boolean,
): Step[] {
  const installing = new Set(steps.filter(({ installs }) => installs).map(({ id }) => id));
  return steps
    .filter((step) => (step.installs ? wanted.install : wanted.check))
    .map((step) =>
      wanted.install || !isInstalled
        ? step
        : { ...step, after: step.after.filter((id) => !installing.has(id)) },
    );
}
