/** Errors whose text is meant for the model that called the tool: what is wrong and what to change. */

export type Category = 'client_error' | 'server_error' | 'business_error';

const BUSINESS = new Set([402, 409, 410, 412, 422, 423, 424, 428]);

/** A call that did not succeed. The text is shown to the model and holds no secret. */
export class CallError extends Error {
  override readonly name: string = 'CallError';
  readonly category: Category = 'client_error';
}

/** An argument that cannot be sent. Thrown before any request is made. */
export class ArgumentError extends CallError {
  override readonly name = 'ArgumentError';

  constructor(
    readonly argument: string,
    problem: string,
  ) {
    super(`Argument ${argument}: ${problem}.`);
  }
}

/** The API refused, failed, or could not be reached. `status` is 0 when there was no answer. */
export class ApiError extends CallError {
  override readonly name = 'ApiError';
  override readonly category: Category;

  constructor(
    readonly status: number,
    message: string,
    /** Members of the error body that describe the problem, redacted and capped. */
    readonly details?: Readonly<Record<string, unknown>>,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.category = categoryOf(status);
  }
}

/** An answer that cannot be used. The client throws it on as an `ApiError`. */
export class InvalidAnswer extends Error {
  override readonly name = 'InvalidAnswer';

  constructor(
    readonly status: number,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** An environment variable with a value that cannot be used. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

/** Sorts an HTTP status into the three kinds of error. */
export function categoryOf(status: number): Category {
  if (BUSINESS.has(status)) return 'business_error';
  return status >= 400 && status < 500 ? 'client_error' : 'server_error';
}
