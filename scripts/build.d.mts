import type { Metafile } from 'esbuild';

export const ROOT: string;
export function build(options?: { outdir?: string }): Promise<Metafile>;
