/** The attempt no longer holds its job: it ran out of time or froze, and the job is another's. Nothing commits. */
export class LeaseLost extends Error {
  override readonly name = "LeaseLost";

  constructor() {
    super("The attempt no longer holds its job.");
  }
}
