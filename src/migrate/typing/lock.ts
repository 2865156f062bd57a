import { parse as parseToml } from 'smol-toml';

interface Locked {
  readonly package?: readonly {
    readonly name?: unknown;
    readonly source?: { readonly registry?: unknown };
    readonly wheels?: unknown;
  }[];
}

/** Names of the packages in a `uv.lock` that an index has no wheel of. Throws where the text is no TOML. */
export function withoutWheels(lock: string): string[] {
  const { package: packages = [] } = parseToml(lock) as Locked;
  return packages.flatMap(({ name, source, wheels }) =>
    typeof name === 'string' && source?.registry !== undefined && wheels === undefined ? [name] : [],
  );
}
