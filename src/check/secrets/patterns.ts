/** A secret that stands in a text. */
export interface Hit {
  /** From 1. */
  readonly line: number;
  readonly kind: string;
  readonly text: string;
}

/** Formats that issuers gave their credentials so that they can be found. Linear expressions only. */
const PATTERNS: readonly (readonly [kind: string, pattern: RegExp])[] = [
  ['a private key', /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----/g],
  ['an AWS access key', /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g],
  ['a GitHub token', /\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{60,})/g],
  ['a GitLab token', /\bglpat-[A-Za-z0-9_-]{20,}/g],
  ['a Slack token', /\bxox[abposr]-[A-Za-z0-9-]{10,}/g],
  ['a Stripe key', /\b[rs]k_live_[A-Za-z0-9]{20,}/g],
  ['a Google API key', /\bAIza[A-Za-z0-9_-]{35}/g],
  ['an Anthropic key', /\bsk-ant-[A-Za-z0-9_-]{20,}/g],
  ['an OpenAI key', /\bsk-(?:proj-)?[A-Za-z0-9]{32,}/g],
  ['an npm token', /\bnpm_[A-Za-z0-9]{36}\b/g],
  ['a PyPI token', /\bpypi-[A-Za-z0-9_-]{50,}/g],
];

export function findSecrets(text: string): Hit[] {
  return PATTERNS.flatMap(([kind, pattern]) =>
    [...text.matchAll(pattern)].map((match) => ({
      line: text.slice(0, match.index).split('\n').length,
      kind,
      text: match[0],
    })),
  );
}

const SECRET_NAME = /(TOKEN|SECRET|PASSWORD|API_?KEY|CREDENTIAL)/;
const PLACEHOLDER = /^(<.*>|\.\.\.|change-?me|your[-_ ].*|x+)?$/i;

/** Names of variables in an example of a `.env` that have a value where only a placeholder belongs, with their lines. */
export function filledIn(text: string): { line: number; name: string }[] {
  return text.split('\n').flatMap((each, index) => {
    const [, name = '', value = ''] = /^\s*(?:export\s+)?([A-Z][A-Z0-9_]*)=(.*)$/.exec(each) ?? [];
    const bare = value
      .replace(/\s+#.*$/, '')
      .trim()
      .replace(/^(["'])(.*)\1$/, '$2');
    return SECRET_NAME.test(name) && !PLACEHOLDER.test(bare) ? [{ line: index + 1, name }] : [];
  });
}
