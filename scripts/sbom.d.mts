/** One package of the list. */
export interface Component {
  readonly name: string;
  readonly version: string;
  readonly hashes: readonly { readonly alg: string }[];
  readonly licenses: readonly { readonly license: { readonly id: string } }[];
}

export function sbomOf(folders: readonly string[]): {
  readonly components: readonly Component[];
  readonly metadata: { readonly component: { readonly name: string } };
};
