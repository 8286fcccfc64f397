import type { AnyEntry } from "@ashlar/contracts";
import { type Actor, inSpan } from "@ashlar/kernel";
import type { CallContext } from "./call-context.ts";
import { failureOf } from "./failure.ts";
import { fieldIssues } from "./field-issues.ts";
import { gateOf, viewerOf } from "./gate.ts";
import { guardedStream } from "./guarded-stream.ts";
import type { OpenedStream } from "./handlers.ts";
import type { Procedure } from "./implement.ts";
import { InvalidInput } from "./refusals.ts";
import { impostorsIn } from "./schema/impostors.ts";
import { type CursorSeal, listCursors } from "./sealed-cursors.ts";
import { UnreadableFields } from "./wire/unreadable-fields.ts";
import { type CallOnce, withIdempotencyKey } from "./with-idempotency-key.ts";

/** One finished call, for logs and metrics. A stream is finished here when it is opened. */
export type CallRecord = {
  readonly path: string;
  readonly entry: AnyEntry;
  readonly context: CallContext;
  readonly durationMs: number;
  /** What was thrown; undefined on success. */
  readonly error?: unknown;
};

/** What surrounds every call, whatever its surface; the server composes it once. */
export type CallPolicies = {
  /** Charges the call to its budgets; the input is as it came. @throws RateLimited when one is spent. */
  readonly charge: (
    path: string,
    entry: Pick<AnyEntry, "limit">,
    context: CallContext,
    rawInput: unknown,
  ) => Promise<void> | undefined;
  readonly observe: (record: CallRecord) => void;
  /**
   * Takes a place for a stream that is about to be opened; without it there are as many as are asked for.
   *
   * @returns how to give the place back; called once, when the stream has ended or was not opened.
   * @throws RateLimited when the caller has as many as it may.
   */
  readonly holdStream?: (context: CallContext) => () => void;
  /** Admits who has proved recently who they are. @throws REAUTHENTICATION_REQUIRED of anybody else. */
  readonly proved?: (actor: Actor) => Promise<void>;
  /** Makes calls with a key happen once; without it the handlers of such entries see to that themselves. */
  readonly once?: CallOnce;
  /** Seals the cursors of lists; without it they are as the modules write them. */
  readonly cursors?: () => Promise<CursorSeal>;
};

export const noPolicies: CallPolicies = {
  charge: () => undefined,
  observe: () => undefined,
  proved: async () => undefined,
};

/** A procedure bound to its path: the function behind every surface. */
export type BoundCall = (context: CallContext, rawInput: unknown) => Promise<unknown>;

/**
 * Binds a procedure to the chain that every call passes: rate limit → gate → recent proof → validation
 * → idempotency → handler → output.
 *
 * The gate stands before validation, so a stranger learns nothing of the input's rules. What depends on the entry
 * alone is decided here, once, not at each call.
 *
 * @throws TypeError where the entry asks for a proof and no policy looks at any.
 */
export function bindCall(path: string, procedure: Procedure, policies: CallPolicies): BoundCall {
  const { entry } = procedure;
  const chain = chainOf(path, procedure, policies);
  const span = { name: path, kind: "internal", attributes: { "rpc.method": path } } as const;
  // A refusal is an answer; only what the server could not do marks its trace.
  const isFault = (error: unknown): boolean => failureOf(error, entry).status >= 500;
  return async (context, rawInput) => {
    const startedMs = performance.now();
    try {
      const answer = await inSpan(span, () => chain(context, rawInput), isFault);
      policies.observe({ path, entry, context, durationMs: performance.now() - startedMs });
      return answer;
    } catch (error) {
      policies.observe({ path, entry, context, durationMs: performance.now() - startedMs, error });
      throw error;
    }
  };
}

function chainOf(path: string, { entry, handler }: Procedure, policies: CallPolicies): BoundCall {
  const admit = gateOf(entry);
  const seenAs = viewerOf(entry);
  const proved = proofOf(path, entry, policies);
  const isStream = entry.kind === "subscription";
  const cursors = policies.cursors ? listCursors(path, entry, policies.cursors) : null;
  const validated = validationOf(entry);
  const keyed = entry.idempotency === "key" && policies.once ? withIdempotencyKey(path, policies.once) : null;
  return async (context, rawInput) => {
    const charging = policies.charge(path, entry, context, rawInput);
    if (charging !== undefined) await charging;
    admit(context);
    if (proved !== null && context.actor !== null) await proved(context.actor);
    const input = validated(cursors === null ? rawInput : await cursors.opened(rawInput));
    const { actor, request, credentials } = context;
    // Sound: the gate has let the call pass, so where the handler reads `actor` it is not null.
    const call = { actor, viewer: seenAs(actor), input, request, credentials } as Parameters<
      typeof handler
    >[0];
    if (isStream) {
      // Sound: the handler of a subscription answers with a stream.
      const open = (signal: AbortSignal) =>
        handler({ ...call, request: { ...request, signal } }) as Promise<OpenedStream<unknown>>;
      return guardedStream(context, admit, open, policies.holdStream?.(context));
    }
    // The output schema is the last wall: a field that the contract does not name never leaves.
    if (cursors !== null) return cursors.sealed(entry.output.parse(await handler(call)));
    if (keyed === null) return entry.output.parse(await handler(call));
    return keyed(context, input, async () => entry.output.parse(await handler(call)));
  };
}

function proofOf(path: string, { proof }: AnyEntry, { proved }: CallPolicies) {
  if (proof === undefined) return null;
  if (proved === undefined) throw new TypeError(`Nothing looks at the proof that ${path} asks for.`);
  return proved;
}

/** @throws InvalidInput by the function that it returns. */
function validationOf({ input }: AnyEntry): (rawInput: unknown) => unknown {
  const impostors = impostorsIn(input);
  return (rawInput) => {
    if (rawInput instanceof UnreadableFields) throw new InvalidInput(rawInput.issues);
    const found = impostors?.(rawInput) ?? [];
    if (found.length > 0) throw new InvalidInput(found);
    const parsed = input.safeParse(rawInput);
    if (parsed.success) return parsed.data;
    throw new InvalidInput(fieldIssues(parsed.error.issues, rawInput));
  };
}
