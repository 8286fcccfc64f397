import { DomainError } from "@ashlar/kernel";

type Issue = { readonly field: string; readonly constraint: string; readonly message: string };

/**
 * A value that passed the contract's schema but that PostgreSQL cannot hold, such as text with a NUL character.
 *
 * Answered 422 like any other broken rule; the value itself is not repeated.
 */
export class InvalidValue extends DomainError<"VALIDATION_FAILED", { readonly issues: readonly Issue[] }> {
  /** @param sqlState - Of class 22, such as `22021`. */
  constructor(sqlState: string, options?: ErrorOptions) {
    const issue = { field: "", constraint: `storable ${sqlState}`, message: "cannot be stored" };
    super("VALIDATION_FAILED", "A value cannot be stored.", { issues: [issue] }, options);
    this.name = "InvalidValue";
  }
}
