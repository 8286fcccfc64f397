/** What a DomainError may carry to the client: plain data, checked against the contract before it leaves. */
export type ErrorDetails = Readonly<Record<string, unknown>>;

/**
 * An outcome the caller was promised: declared in the contract, typed on the client.
 *
 * Anything else that is thrown is a bug and is answered with fixed text and the request id.
 */
export class DomainError<
  Code extends string = string,
  Details extends ErrorDetails = ErrorDetails,
> extends Error {
  readonly code: Code;
  readonly details: Details;

  constructor(code: Code, message: string, details: Details, options?: ErrorOptions) {
    super(message, options);
    this.name = "DomainError";
    this.code = code;
    this.details = details;
  }
}
