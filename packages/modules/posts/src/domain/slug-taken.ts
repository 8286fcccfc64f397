import { DomainError } from "@ashlar/kernel";

/**
 * Another post has the slug; never leaves the module: the unit of work runs again with a longer one.
 *
 * No entry of the contract declares the code, so if it ever got out it would be answered as the bug it is.
 */
export class SlugTaken extends DomainError<"SLUG_TAKEN", Record<never, never>> {
  constructor(options?: ErrorOptions) {
    super("SLUG_TAKEN", "Another post has the slug.", {}, options);
    this.name = "SlugTaken";
  }
}
