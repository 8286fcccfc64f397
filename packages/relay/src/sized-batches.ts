import type { RelayedEvent } from "@ashlar/spine";

/** Divides events, in order, into batches of at most so many bytes; a larger event has one for itself. */
export function sizedBatches(events: readonly RelayedEvent[], maximumBytes: number): RelayedEvent[][] {
  const batches: RelayedEvent[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const event of events) {
    const eventBytes = Buffer.byteLength(event.body);
    if (bytes + eventBytes > maximumBytes) {
      batches.push([]);
      bytes = 0;
    }
    bytes += eventBytes;
    batches.at(-1)?.push(event);
  }
  return batches;
}
