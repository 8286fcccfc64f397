import { TimedOut } from "./timed-out.ts";

/**
 * Waits for `work`, but no longer than allowed and not past the signal. Work that continues nevertheless is nobody's:
 * its failure is dropped.
 *
 * @throws TimedOut, the signal's reason, or what `work` throws.
 */
export async function withinTime(
  work: () => Promise<void>,
  timeoutMs: number,
  controller: AbortController,
): Promise<void> {
  const { signal } = controller;
  signal.throwIfAborted();
  const timer = setTimeout(() => controller.abort(new TimedOut(timeoutMs)), timeoutMs);
  const { promise: ended, reject } = Promise.withResolvers<never>();
  const onAbort = (): void => reject(signal.reason);
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    await Promise.race([work(), ended]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", onAbort);
  }
}
