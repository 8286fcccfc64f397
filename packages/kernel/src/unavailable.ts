/**
 * The database or a peer cannot serve now; every surface answers 503 `OVERLOADED` with `Retry-After`.
 *
 * `outcomeUnknown` is true when a write may have happened: the answer to its COMMIT was lost. `isUnsent` is true when
 * nothing left this process: a breaker was open or too many calls waited.
 */
export class Unavailable extends Error {
  readonly retryAfterSeconds: number;
  readonly outcomeUnknown: boolean;
  readonly isUnsent: boolean;

  constructor(
    message: string,
    options: ErrorOptions & {
      readonly retryAfterSeconds?: number;
      readonly outcomeUnknown?: boolean;
      readonly isUnsent?: boolean;
    } = {},
  ) {
    super(message, options);
    this.name = "Unavailable";
    this.retryAfterSeconds = options.retryAfterSeconds ?? 1;
    this.outcomeUnknown = options.outcomeUnknown ?? false;
    this.isUnsent = options.isUnsent ?? false;
  }
}
