import type { Tracked } from "@ashlar/contracts";
import { type Actor, Unavailable } from "@ashlar/kernel";
import type { CallContext } from "./call-context.ts";
import type { OpenedStream } from "./handlers.ts";
import { Unauthenticated } from "./refusals.ts";

/** How often the caller of an open stream is looked at again. */
const recheckMs = 3_000;

type Admit = (caller: Pick<CallContext, "actor">) => void;

/**
 * Serves a stream for as long as its caller may have it.
 *
 * Every three seconds it is asked again who is calling. A caller who is nobody any more gets `Unauthenticated`, one who
 * is refused at the gate what the gate says, and one whose permissions are others than before `Unavailable`, which
 * clients answer by coming back with their new permissions and the position of their last message. While nobody can
 * tell, as when the database is away, the stream continues.
 *
 * It ends with `Unavailable` as well when the request's signal aborts, so that a client whose server stops does not take
 * the stream for complete.
 *
 * @param open - Opens the stream: what it throws is thrown here. Its signal aborts when the stream has ended, for
 *   whatever reason.
 * @param release - Called once when the stream has ended, or was not opened; also where nobody has read any of it.
 */
export async function guardedStream(
  context: CallContext,
  admit: Admit,
  open: (signal: AbortSignal) => Promise<OpenedStream<unknown>>,
  release: () => void = () => undefined,
): Promise<OpenedStream<unknown>> {
  const inner = new AbortController();
  const { signal } = context.request;
  // A generator that was never begun does not run its `finally`, so the request's own end ends it as well.
  const end = (): void => {
    if (inner.signal.aborted) return;
    signal.removeEventListener("abort", end);
    inner.abort();
    release();
  };
  signal.addEventListener("abort", end, { once: true });
  try {
    if (signal.aborted) end();
    const { position, messages } = await open(inner.signal);
    return { position, messages: served(context, admit, messages[Symbol.asyncIterator](), end) };
  } catch (error) {
    end();
    throw error;
  }
}

async function* served(
  { actor, request, reauthenticate }: CallContext,
  admit: Admit,
  iterator: AsyncIterator<Tracked<unknown>>,
  endInner: () => void,
): AsyncGenerator<Tracked<unknown>, void> {
  const ending: { error: unknown; hasCome: boolean; wake: () => void } = {
    error: null,
    hasCome: false,
    wake: () => undefined,
  };
  const end = (error: unknown): void => {
    if (!ending.hasCome) ending.error = error;
    ending.hasCome = true;
    ending.wake();
  };
  const onAbort = (): void => end(new Unavailable("The stream was ended.", { cause: request.signal.reason }));
  const recheck = async (): Promise<void> => {
    if (actor === null || reauthenticate === undefined) return;
    const now = await reauthenticate().catch(() => actor);
    const refusal = refusalOf(actor, now, admit);
    if (refusal !== null) end(refusal);
  };
  const timer = setInterval(() => void recheck(), recheckMs).unref();
  request.signal.addEventListener("abort", onAbort, { once: true });
  if (request.signal.aborted) onAbort();
  try {
    while (!ending.hasCome) {
      // A race with one promise for the stream's whole life would keep a reaction for every message.
      const { promise, resolve, reject } = Promise.withResolvers<IteratorResult<Tracked<unknown>> | null>();
      ending.wake = () => resolve(null);
      iterator.next().then(resolve, reject);
      const next = await promise;
      if (ending.hasCome) break;
      if (next === null || next.done) return;
      yield next.value;
    }
    throw ending.error;
  } finally {
    clearInterval(timer);
    request.signal.removeEventListener("abort", onAbort);
    endInner();
    iterator.return?.().catch(() => undefined);
  }
}

function refusalOf(before: Actor, now: Actor | null, admit: Admit): unknown {
  if (now === null || now.userId !== before.userId) return new Unauthenticated();
  try {
    admit({ actor: now });
  } catch (refusal) {
    return refusal;
  }
  const { permissions } = now;
  const isSame = permissions.size === before.permissions.size && permissions.isSubsetOf(before.permissions);
  return isSame
    ? null
    : new Unavailable("The caller's permissions have changed; come back with the new ones.");
}
