// Projects generated from documents of the corpus with the command line of this repository.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { CACHE, CLI, firstExisting, ROOT, run, SHARED } from './world.mjs';

/** The nine documents that the numbers of the README are about. */
export const NINE = [
  'petstore-3.0',
  'museum-3.1',
  'httpbin.org',
  'notion.com',
  'spotify.com',
  'asana.com',
  'adyen-checkout-v71',
  'oai-v2.0-petstore-expanded',
  'oai-v2.0-petstore-separate',
];

const folders = () =>
  [join(SHARED, 'corpus', 'specs'), join(ROOT, 'tests', 'fixtures', 'specs')].filter(existsSync);

/** The file of a document by its name in the corpus (`petstore-3.0`), or a path; throws when there is none. */
export function documentFile(name) {
  const found = firstExisting(
    ...folders().flatMap((folder) => [
      join(folder, `${name}.json`),
      join(folder, `${name}.yaml`),
      join(folder, name, 'spec', 'swagger.yaml'),
    ]),
    ...(/\.(json|ya?ml)$/.test(name) ? [name] : []),
  );
  if (found === undefined)
    throw new Error(`There is no document called ${name} in ${folders().join(' or ')}.`);
  return found;
}

/** Names of every document of the corpus, or of the fixtures when there is no corpus. */
export function allDocuments() {
  const entries = readdirSync(folders()[0], { withFileTypes: true });
  return entries.map((entry) => entry.name.replace(/\.(json|yaml)$/, '')).sort();
}

/** Arguments that name a document. The one that is spread over sibling folders needs leave to read them. */
export function specArguments(file) {
  const outside = file.endsWith(join('spec', 'swagger.yaml'))
    ? ['--allow-ref-dir', join(file, '..', '..')]
    : [];
  return ['--spec', file, ...outside];
}

/** The documents that `--docs a,b`, `--all` or nothing ask for. */
export const chosen = ({ docs, all }) => (all ? allDocuments() : (docs?.split(',') ?? NINE));

/** Generates anew. `{ ok, dir, package, contract, message, ms }`; `message` is what the command said when it refused. */
export async function generate(
  name,
  { tools = 'all', target = 'python', folder = 'projects', timeoutMs = 120_000, extra = [] } = {},
) {
  const below = target === 'python' ? folder : `${folder}-${target}`;
  const dir = join(CACHE, below, basename(name).replace(/\.(json|ya?ml)$/, ''));
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(join(CACHE, below), { recursive: true });
  const options = [
    '--yes',
    '--tools',
    tools,
    '--target',
    target,
    '--no-install',
    '--no-check',
    '--no-git',
    '--json',
    ...extra,
  ];
  const command = [process.execPath, CLI, dir, ...specArguments(documentFile(name)), ...options];
  const { code, stdout, stderr, ms } = await run(command, { timeoutMs });
  if (code !== 0)
    return { ok: false, name, target, dir, code, ms, message: (stderr || stdout).trim().slice(0, 600) };
  return { ok: true, name, target, dir, code, ms, ...describeProject(dir), result: JSON.parse(stdout) };
}

/** The kits' placeholder for a role of a credential, by the kind of its scheme. */
const PLACEHOLDERS = {
  apiKey: { token: '{apiKey}', apiKey: '{apiKey}' },
  basic: { username: '{user}', password: '{pass}', token: '{token}' },
  other: { token: '{token}' },
};

/** `NAME=value` for the kits: where the upstream is, and a credential for each scheme of the document. */
export async function kitEnvironment(project, document = documentFile(project.name)) {
  const command = [process.execPath, CLI, ...specArguments(document), '--dump-model', '--tools', 'all'];
  const { code, stdout, stderr } = await run(command);
  if (code !== 0) throw new Error(`--dump-model of ${document} ended with ${code}: ${stderr.slice(-300)}`);
  const pairs = JSON.parse(stdout).securitySchemes.flatMap(({ kind, env }) =>
    Object.entries(env).flatMap(([role, variable]) => {
      const placeholder = (PLACEHOLDERS[kind] ?? PLACEHOLDERS.other)[role];
      return placeholder === undefined ? [] : [`${variable}=${placeholder}`];
    }),
  );
  return [`PYTHONPATH=${join(project.dir, 'src')}`, `${project.contract.env.baseUrl}={baseUrl}`, ...pairs];
}

/** Package and run contract, from the manifest that each project holds. */
export function describeProject(dir) {
  const manifest = JSON.parse(readFileSync(join(dir, '.create-mcp-server', 'manifest.json'), 'utf8'));
  const source = join(dir, 'src');
  const packages = existsSync(source) ? readdirSync(source).filter((entry) => entry.startsWith('mcp_')) : [];
  return { package: packages[0], contract: manifest.run };
}
