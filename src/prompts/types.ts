/** What a question is, without any word of how it is drawn. */

export interface Item {
  readonly value: string;
  readonly label: string;
  readonly hint?: string;
}

export type Question =
  | {
      readonly kind: 'text';
      readonly message: string;
      /** Taken when nothing is typed; shown in grey until then. */
      readonly fallback?: string;
      /** Text that can be edited: what was answered before going back. */
      readonly initial?: string;
      /** Why the text is refused, in one sentence. Gets the fallback when nothing was typed. */
      readonly check?: (text: string) => string | undefined;
    }
  | {
      readonly kind: 'choice';
      readonly message: string;
      readonly items: readonly Item[];
      readonly initial?: string;
    }
  | {
      readonly kind: 'several';
      readonly message: string;
      readonly items: readonly Item[];
      /** None of them is an answer too. */
      readonly optional?: true;
      readonly initial?: readonly string[];
    }
  | { readonly kind: 'yes-no'; readonly message: string; readonly initial: boolean };

export type Value = string | boolean | readonly string[];

export type Reply =
  | { readonly kind: 'value'; readonly value: Value }
  | { readonly kind: 'back' }
  | { readonly kind: 'quit' };

/** Whoever asks: a terminal, plain lines, or a test. */
export interface Asker {
  ask(question: Question): Promise<Reply>;
  /** Text between questions, as it is. */
  tell(text: string): void;
  /** Runs something that takes a while; a text as its result says why it failed. */
  during<T>(title: string, work: () => Promise<T>): Promise<T>;
  close(): void;
}

/** What the document says, as far as the questions show it. Text in it is untrusted and made visible already. */
export interface Preview {
  readonly title: string;
  readonly slug: string;
  readonly description?: string;
  readonly operations: readonly PreviewOperation[];
  readonly tags: readonly { readonly id: string; readonly label: string }[];
  /** `bearer token (shopToken)`; empty when the document wants none. */
  readonly auth: string;
}

export interface PreviewOperation {
  readonly id: string;
  readonly tag: string;
  readonly label: string;
  readonly readOnly: boolean;
  readonly tokens: number;
}
