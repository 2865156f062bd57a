/** Names of folders and packages that every system and registry accepts. */

const MAX_FOLDER = 100;
const MAX_SLUG = 63;
/** Devices that Windows finds under these names in every folder, with any extension. */
const WINDOWS_DEVICE = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(?:\.|$)/i;
const FOLDER = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;
const SLUG = /^[a-z][a-z0-9-]{0,62}$/;

/** Why a new folder may not have this name, in one sentence; undefined when it may. */
export function folderNameProblem(name: string): string | undefined {
  if (name === '') return 'A name is needed.';
  if (name.length > MAX_FOLDER)
    return `The name has ${name.length} characters, at most ${MAX_FOLDER} are safe.`;
  if (WINDOWS_DEVICE.test(name)) return 'Windows reserves this name.';
  if (/[. ]$/.test(name)) return 'Windows drops a dot or a space at the end.';
  if (!FOLDER.test(name)) return 'Only letters, digits, hyphens, dots and underscores are safe everywhere.';
  return undefined;
}

/** Why this is no package name; undefined when it is one. `^[a-z][a-z0-9-]{0,62}$` */
export function slugProblem(slug: string): string | undefined {
  if (slug === '') return 'A name is needed.';
  if (slug.length > MAX_SLUG)
    return `The name has ${slug.length} characters, at most ${MAX_SLUG} are possible.`;
  if (!SLUG.test(slug)) return 'It must start with a letter a-z; then letters a-z, digits and hyphens.';
  if (slug.endsWith('-') || slug.includes('--')) return 'Hyphens stand between words only.';
  if (WINDOWS_DEVICE.test(slug)) return 'Windows reserves this name.';
  return undefined;
}

/** The nearest name that is accepted as a folder and as a package: `My App!` → `my-app`. Never empty. */
export function suggestName(name: string): string {
  const ascii = name.normalize('NFKD').replace(/[\u0300-\u036f]/g, '');
  const words = ascii.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  const joined = words.join('-').slice(0, 40).replace(/-+$/, '');
  if (joined === '') return 'my-mcp-server';
  const slug = /^[a-z]/.test(joined) ? joined : `api-${joined}`;
  return WINDOWS_DEVICE.test(slug) ? `${slug}-server` : slug;
}
