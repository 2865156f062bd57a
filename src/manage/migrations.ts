/** Format of the manifest that this program writes. A newer one is refused, an older one is brought up to it when it is read. */
export const MANIFEST_VERSION = 1;

type Raw = Readonly<Record<string, unknown>>;

/**
 * Version → what makes the next one of it. A version is released once and never changes; each has a project of its time
 * in tests/golden/manifests, which has to update.
 */
export const STEPS: ReadonlyMap<number, (manifest: Raw) => Raw> = new Map();

/** The manifest in the format `wanted`; `undefined` when its version is none. Whoever calls has refused newer ones. */
export function migrateManifest(manifest: Raw, steps = STEPS, wanted = MANIFEST_VERSION): Raw | undefined {
  const { manifestVersion: from } = manifest;
  if (typeof from !== 'number' || !Number.isInteger(from) || from < 1) return undefined;
  let now = manifest;
  for (let version = from; version < wanted; version++) {
    const step = steps.get(version);
    if (step === undefined) return undefined;
    now = { ...step(now), manifestVersion: version + 1 };
  }
  return now;
}
