/** A request as it reached the stub, in one spelling. */
export interface SentRequest {
  readonly method: string;
  readonly scheme: 'http' | 'https';
  readonly host: string;
  /** Decoded. */
  readonly path: string;
  /** Name and value, sorted. */
  readonly query: readonly (readonly [string, string])[];
  /** Those that the program chose; what libraries add by themselves is left out. Sorted, names in lower case. */
  readonly headers: readonly (readonly [string, string])[];
  /** JSON and forms as values, everything else as text. */
  readonly body: unknown;
}

/** What the stub answers to every request of a run. */
export interface StubAnswer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

/** All calls of one run get the same answer. */
export interface Scenario {
  readonly name: 'object' | 'list' | 'text' | 'error';
  /** For people: `an answer of 200 with an object`. */
  readonly title: string;
  readonly answer: StubAnswer;
}

/** A call that both servers get. */
export interface PlannedCall {
  readonly kind: 'tool' | 'resource' | 'template' | 'prompt';
  /** Of the item that it belongs to: the tool's name, the template's URI. */
  readonly item: string;
  readonly method: 'tools/call' | 'resources/read' | 'prompts/get';
  readonly params: Readonly<Record<string, unknown>>;
  readonly variant: 'required' | 'all';
}

/** What a call came to. */
export interface CallResult {
  readonly requests: readonly SentRequest[];
  /** What it said when it was no result: an error of the protocol, or no answer in time. */
  readonly failure?: string;
  readonly isError: boolean;
  /** Texts as they were sent; of data only their kind and length. */
  readonly content: readonly string[];
  readonly structured?: unknown;
}

/** A server that was started once, with the requests of its start and the results of the calls, in their order. */
export interface Run {
  readonly scenario: Scenario['name'];
  readonly startup: readonly SentRequest[];
  readonly results: readonly CallResult[];
}
