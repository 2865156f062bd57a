import { file, formatted, type Disk, type Tree } from '../kit.js';
import { GET_2, LOGO_2, LOGO_MINE, NOTES, SERVER, V1, with2 } from './project.js';

export interface Case {
  readonly id: string;
  readonly says: string;
  readonly before?: Tree;
  readonly edit: (disk: Disk) => void;
  readonly now: Tree;
  /** `clean` is the default. */
  readonly ends?: 'conflict';
  /** Texts that must be in a file afterwards; a leading `!` means that it must not be there. */
  readonly holds: Readonly<Record<string, readonly string[]>>;
}

const S = 'src/server.py';
const untouched = (): void => undefined;
const dropped = (path: string): Tree =>
  Object.fromEntries(Object.entries(V1).filter(([name]) => name !== path));
const FUNCTION =
  '\n\nasync def feed_pet(pet_id: int) -> Any:\n    """Feed it."""\n    return await answer(pet_id)\n';
const ADDED_2 =
  '\n\nasync def add_pet(name: str) -> Any:\n    """Add a pet."""\n    return await answer(name)\n';
const GET = SERVER.slice(SERVER.indexOf('async def get_pet'), SERVER.indexOf('\n\nasync def delete_pet'));
/** Laid out by somebody without a formatter, as generators often are. */
const LOOSE = SERVER.replaceAll('"', "'").replace(
  "    query = {'limit': limit}",
  "    query = {  'limit':limit  }",
);
const LOOSE_2 = LOOSE.replace("path = {'petId': pet_id}", "path = {  'petId':str(pet_id) }");
const CRLF = NOTES.replaceAll('\n', '\r\n');

export const FORTY: readonly Case[] = [
  {
    id: '01',
    says: 'an edit far from a template change',
    edit: (d) => d.edit(S, 'log.debug("list")', 'log.info("list")'),
    now: with2(S, GET_2),
    holds: { [S]: ['log.info("list")', 'str(pet_id)'] },
  },
  {
    id: '02a',
    says: 'an edit two lines above a template change',
    edit: (d) => d.edit('NOTES.txt', 'Three.', 'Three, mine.'),
    now: with2('NOTES.txt', ['Five.', 'Five, new.']),
    holds: { 'NOTES.txt': ['Three, mine.\nFour.\nFive, new.\n'] },
  },
  {
    id: '02b',
    says: 'an edit directly above a template change',
    edit: (d) => d.edit(S, 'log.debug("get")', 'log.info("get")'),
    now: with2(S, GET_2),
    holds: { [S]: ['log.info("get")\n    path = {"petId": str(pet_id)}'] },
  },
  {
    id: '03a',
    says: 'a deleted file that the template does not change',
    edit: (d) => d.remove('static.txt'),
    now: with2(S, GET_2),
    holds: { [S]: ['str(pet_id)'] },
  },
  {
    id: '03b',
    says: 'a deleted file that the template changes',
    edit: (d) => d.remove('NOTES.txt'),
    now: with2('NOTES.txt', ['Five.', 'Five, new.']),
    holds: {},
  },
  {
    id: '04a',
    says: 'a renamed file that the template does not change',
    edit: (d) => d.move(S, 'src/tools.py'),
    now: with2('NOTES.txt', ['Five.', 'Five, new.']),
    holds: { 'src/tools.py': ['async def get_pet'], [S]: ['!async'] },
  },
  {
    id: '04b',
    says: 'a renamed and edited file that the template changes',
    edit: (d) => d.edit(S, 'log.debug("list")', 'log.info("list")').move(S, 'src/tools.py'),
    now: with2(S, GET_2),
    holds: { 'src/tools.py': ['str(pet_id)', 'log.info("list")'], [S]: ['!async'] },
  },
  {
    id: '05a',
    says: 'a function added in the middle',
    edit: (d) => d.edit(S, '\n\nasync def delete_pet', `${FUNCTION}\n\nasync def delete_pet`),
    now: with2(S, GET_2),
    holds: { [S]: ['def feed_pet', 'str(pet_id)'] },
  },
  {
    id: '05b',
    says: 'a function added at the end, where the template adds one too',
    edit: (d) => d.write(S, SERVER + FUNCTION),
    now: { ...V1, [S]: SERVER + ADDED_2 },
    holds: { [S]: ['def feed_pet', 'def add_pet'] },
  },
  {
    id: '05c',
    says: 'a function added before one whose docstring is edited and whose body the template edits',
    edit: (d) =>
      d
        .edit(S, '\n\nasync def get_pet', `${FUNCTION}\n\nasync def get_pet`)
        .edit(S, 'Get one pet.', 'Get my pet.'),
    now: with2(S, GET_2),
    holds: { [S]: ['def feed_pet', 'Get my pet.', 'str(pet_id)'] },
  },
  {
    id: '05d',
    says: 'a function moved to the top, whose body the template edits',
    edit: (d) => d.edit(S, `${GET}\n\n`, '').edit(S, 'async def list_pets', `${GET}\n\nasync def list_pets`),
    now: with2(S, GET_2),
    holds: { [S]: ['str(pet_id)', '!"petId": pet_id}\n'] },
  },
  {
    id: '05e',
    says: 'a deleted function whose body the template edits',
    edit: (d) => d.edit(S, `${GET}\n\n`, ''),
    now: with2(S, GET_2),
    holds: { [S]: ['!def get_pet', 'def delete_pet'] },
  },
  {
    id: '05f',
    says: 'an added import',
    edit: (d) => d.edit(S, 'import logging\n', 'import json\nimport logging\n'),
    now: with2(S, GET_2),
    holds: { [S]: ['import json', 'str(pet_id)'] },
  },
  {
    id: '05g',
    says: 'a parameter renamed on the lines around the template change',
    edit: (d) =>
      d
        .edit(S, 'async def get_pet(pet_id: int)', 'async def get_pet(number: int)')
        .edit(S, '        pet_id: Which.', '        number: Which.')
        .edit(S, 'log.debug("get")', 'log.debug("get %s", number)'),
    now: with2(S, GET_2),
    holds: { [S]: ['log.debug("get %s", number)', 'str(pet_id)'] },
  },
  {
    id: '06',
    says: 'a formatter run over a generated file',
    before: { ...V1, [S]: LOOSE },
    edit: (d) => d.write(S, formatted(LOOSE) ?? ''),
    now: { ...V1, [S]: LOOSE_2 },
    holds: { [S]: ['path = {"petId": str(pet_id)}', 'query = {"limit": limit}'] },
  },
  {
    id: '06b',
    says: 'a formatter run and an edit far away',
    before: { ...V1, [S]: LOOSE },
    edit: (d) => d.write(S, formatted(LOOSE) ?? '').edit(S, 'log.debug("list")', 'log.info("list")'),
    now: { ...V1, [S]: LOOSE_2 },
    holds: { [S]: ['path = {"petId": str(pet_id)}', 'log.info("list")'] },
  },
  {
    id: '07a',
    says: 'an edited file that the new template deletes',
    edit: (d) => d.edit('NOTES.txt', 'Three.', 'Three, mine.'),
    now: dropped('NOTES.txt'),
    ends: 'conflict',
    holds: { 'NOTES.txt': ['Three, mine.'] },
  },
  {
    id: '07b',
    says: 'an unedited file that the new template deletes',
    edit: untouched,
    now: dropped('NOTES.txt'),
    holds: { 'NOTES.txt': ['!Three.'] },
  },
  {
    id: '07c',
    says: 'an edited file that the new template renames',
    edit: (d) => d.edit(S, 'log.debug("list")', 'log.info("list")'),
    now: { ...dropped(S), 'src/tools/__init__.py': SERVER.replace(...GET_2) },
    holds: { 'src/tools/__init__.py': ['log.info("list")', 'str(pet_id)'], [S]: ['!async'] },
  },
  {
    id: '08a',
    says: 'the same line edited differently',
    edit: (d) => d.edit('NOTES.txt', 'Five.', 'Five, mine.'),
    now: with2('NOTES.txt', ['Five.', 'Five, new.']),
    ends: 'conflict',
    holds: { 'NOTES.txt': ['<<<<<<< yours\nFive, mine.\n=======\nFive, new.\n>>>>>>> generated\nSix.'] },
  },
  {
    id: '08b',
    says: 'the very change that the template makes',
    edit: (d) => d.edit(S, ...GET_2),
    now: with2(S, GET_2),
    holds: { [S]: ['str(pet_id)'] },
  },
  {
    id: '09a',
    says: 'a changed answer, no hand edit',
    edit: untouched,
    now: with2('pyproject.toml', ['"Pets."', '"All pets."']),
    holds: { 'pyproject.toml': ['"All pets."'] },
  },
  {
    id: '09b',
    says: 'a changed answer whose line was edited',
    edit: (d) => d.edit('pyproject.toml', '"Pets."', '"My pets."'),
    now: with2('pyproject.toml', ['"Pets."', '"All pets."']),
    ends: 'conflict',
    holds: { 'pyproject.toml': ['"My pets."', '"All pets."'] },
  },
  {
    id: '10a',
    says: 'a replaced binary file that the template does not change',
    edit: (d) => d.write('logo.png', LOGO_MINE),
    now: with2(S, GET_2),
    holds: { [S]: ['str(pet_id)'] },
  },
  {
    id: '10b',
    says: 'a replaced binary file that the template changes too',
    edit: (d) => d.write('logo.png', LOGO_MINE),
    now: { ...V1, 'logo.png': LOGO_2 },
    ends: 'conflict',
    holds: { 'logo.png': ['\u0007'], 'logo.png.new': ['PNG'] },
  },
  {
    id: '10c',
    says: 'an unedited binary file that the template changes',
    edit: untouched,
    now: { ...V1, 'logo.png': LOGO_2 },
    holds: { 'logo.png': ['\t\t\t'] },
  },
  {
    id: '11a',
    says: 'a file converted to CRLF; the template changes one line',
    edit: (d) => d.write('NOTES.txt', CRLF),
    now: with2('NOTES.txt', ['Five.', 'Five, new.']),
    holds: { 'NOTES.txt': ['One.\r\n', 'Five, new.\r\n'] },
  },
  {
    id: '11b',
    says: 'a file converted to CRLF and edited',
    edit: (d) => d.write('NOTES.txt', CRLF.replace('Two.', 'Two, mine.')),
    now: with2('NOTES.txt', ['Five.', 'Five, new.']),
    holds: { 'NOTES.txt': ['Two, mine.\r\n', 'Five, new.\r\n'] },
  },
  {
    id: '11c',
    says: 'a template file that is CRLF itself; the user edits a line',
    before: { ...V1, 'NOTES.txt': CRLF },
    edit: (d) => d.edit('NOTES.txt', 'Two.', 'Two, mine.'),
    now: { ...V1, 'NOTES.txt': CRLF.replace('Five.', 'Five, new.') },
    holds: { 'NOTES.txt': ['Two, mine.\r\n', 'Five, new.\r\n'] },
  },
  {
    id: '12a',
    says: 'a file made executable by the user; the template changes the content',
    edit: (d) => d.chmod(S, 0o755),
    now: with2(S, GET_2),
    holds: { [S]: ['str(pet_id)'] },
  },
  {
    id: '12b',
    says: 'an edited file that the template makes executable',
    edit: (d) => d.edit('NOTES.txt', 'Two.', 'Two, mine.'),
    now: { ...V1, 'NOTES.txt': file(NOTES, { mode: 0o755 }) },
    holds: { 'NOTES.txt': ['Two, mine.'] },
  },
  {
    id: '12c',
    says: 'a file made executable that the template does not touch',
    edit: (d) => d.chmod('static.txt', 0o755),
    now: with2(S, GET_2),
    holds: { [S]: ['str(pet_id)'] },
  },
  {
    id: '13',
    says: 'a file added at a path that the new template adds too',
    edit: (d) => d.write('Dockerfile', 'FROM mine\n'),
    now: { ...V1, Dockerfile: 'FROM generated\n' },
    ends: 'conflict',
    holds: { Dockerfile: ['FROM mine'], 'Dockerfile.new': ['FROM generated'] },
  },
  {
    id: '14',
    says: 'a file added that the template knows nothing of',
    edit: (d) => d.write('src/mine.py', 'x = 1\n'),
    now: with2(S, GET_2),
    holds: { 'src/mine.py': ['x = 1'], [S]: ['str(pet_id)'] },
  },
  {
    id: '15',
    says: 'two edits in one file, one far, one on the line of the template at another word',
    edit: (d) =>
      d
        .edit(S, 'log.debug("list")', 'log.info("list")')
        .edit(S, '"petId": pet_id}\n', '"petId": pet_id}  # mine\n'),
    now: with2(S, GET_2),
    holds: { [S]: ['log.info("list")', 'path = {"petId": str(pet_id)}  # mine\n'] },
  },
  {
    id: '16',
    says: 'an edited file that git ignores; the answer behind it changes',
    edit: (d) => d.edit('opt.txt', 'timeout=30', 'timeout=60'),
    now: with2('opt.txt', ['region=eu', 'region=us']),
    holds: { 'opt.txt': ['timeout=60', 'region=us'] },
  },
  {
    id: '17',
    says: 'a replaced binary and an edited text together',
    edit: (d) => d.write('logo.png', LOGO_MINE).edit(S, 'log.debug("list")', 'log.info("list")'),
    now: with2(S, GET_2),
    holds: { 'logo.png': ['\u0007'], [S]: ['log.info("list")', 'str(pet_id)'] },
  },
  {
    id: '18',
    says: 'a file with spaces and letters of other scripts in its name; a setting edited',
    edit: (d) => d.write('my nötes 猫.txt', 'hello\n').edit('pyproject.toml', '100', '120'),
    now: with2('pyproject.toml', ['"0.1.0"', '"0.2.0"']),
    holds: { 'my nötes 猫.txt': ['hello'], 'pyproject.toml': ['line-length = 120', '"0.2.0"'] },
  },
  {
    id: '19',
    says: 'a generated file replaced by a link',
    edit: (d) => d.link('static.txt', '../elsewhere.txt'),
    now: with2(S, GET_2),
    holds: { [S]: ['str(pet_id)'] },
  },
  {
    id: '20',
    says: 'the line break at the end deleted',
    edit: (d) => d.write('NOTES.txt', NOTES.trimEnd()),
    now: with2('NOTES.txt', ['Two.', 'Two, new.']),
    holds: { 'NOTES.txt': ['Two, new.', '!Seven.\n'] },
  },
];
