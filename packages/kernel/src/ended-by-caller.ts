const messages = {
  left: "The caller left before the answer.",
  deadline: "The caller's own time for the answer has passed.",
} as const;

/**
 * Why a request's signal aborts when its caller ends it: it left, or the time that it gave itself has passed.
 *
 * Whatever fails for it is no fault of the server: keep it as the `cause`, or throw it as it is. A server that stops, or
 * a deadline of the server's own, aborts with another reason.
 */
export class EndedByCaller extends DOMException {
  constructor(how: keyof typeof messages) {
    super(messages[how], how === "left" ? "AbortError" : "TimeoutError");
  }
}

/** Whether the error, or one of its causes, at most 8, is that the caller ended its request. */
export function isEndedByCaller(error: unknown): boolean {
  let one = error;
  for (let depth = 0; depth < 8 && one instanceof Error; depth += 1) {
    if (one instanceof EndedByCaller) return true;
    one = one.cause;
  }
  return false;
}
