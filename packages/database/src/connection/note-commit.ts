import { currentRequestScope } from "@ashlar/kernel";

/**
 * Lets the later reads of the request, and those of its caller's next requests, see what was committed.
 *
 * @param positionBytes - A place in the log behind the commit; null when it is not known. Then it stays unknown until
 *   a read asks for one: another commit of the request may lie before this one.
 */
export function noteCommit(positionBytes: bigint | null): void {
  const readAfter = currentRequestScope()?.readAfter;
  if (!readAfter) return;
  const known = readAfter.positionBytes;
  if (positionBytes === null) readAfter.positionBytes = null;
  else if (known !== null) readAfter.positionBytes = known > positionBytes ? known : positionBytes;
  else if (readAfter.committedAtMs === null) readAfter.positionBytes = positionBytes;
  readAfter.committedAtMs = Date.now();
  readAfter.hasAdvanced = true;
}
