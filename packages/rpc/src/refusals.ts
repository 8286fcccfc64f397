import type { FieldIssue, ProtocolCode, ProtocolRefusal } from "@ashlar/contracts";

/** The input breaks rules of its schema; answered 422 `VALIDATION_FAILED`. */
export class InvalidInput extends Error {
  readonly issues: readonly FieldIssue[];

  constructor(issues: readonly FieldIssue[]) {
    super("The input breaks a rule.");
    this.name = "InvalidInput";
    this.issues = issues;
  }
}

/** The request could not be read at all; answered with this status, code and sentence, on every surface. */
export class MalformedRequest extends Error {
  override readonly name = "MalformedRequest";
  readonly status: ProtocolRefusal[0];
  readonly code: ProtocolCode;

  /** @param refusal - Of the contract's table; the message says what is wrong and what to do. */
  constructor(...[status, code, message]: ProtocolRefusal) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** Nobody is signed in where somebody must be; answered 401. */
export class Unauthenticated extends Error {
  override readonly name = "Unauthenticated";
}

/** The actor lacks the permission of the entry; answered 403. */
export class Forbidden extends Error {
  override readonly name = "Forbidden";
}

/** A budget is spent; answered 429 with `Retry-After`. */
export class RateLimited extends Error {
  override readonly name = "RateLimited";
  readonly retryAfterSeconds: number;

  constructor(retryAfterSeconds: number) {
    super("Too many calls.");
    this.retryAfterSeconds = retryAfterSeconds;
  }
}
