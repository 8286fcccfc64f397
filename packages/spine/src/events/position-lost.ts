import { DomainError } from "@ashlar/kernel";

/** The stream has no place that the cursor names, or has lost events behind it: nothing can be resumed there. */
export class PositionLost extends DomainError<"STREAM_POSITION_LOST", Record<string, never>> {
  constructor() {
    super(
      "STREAM_POSITION_LOST",
      "The stream cannot resume at this position: read the current state again and follow from now on.",
      {},
    );
  }
}
