import { addressKey } from "@ashlar/kernel";
import { type CallPolicies, RateLimited } from "@ashlar/rpc";
import type { StreamLimits } from "./rate-limits.ts";

/** A stream ends when its client wants it to, so this is a guess at when a place may be free. */
const retryAfterSeconds = 30;

/**
 * Bounds the open streams of this process, for each user and for each address: a call costs its budget once, and a stream
 * holds memory and a connection for as long as its client likes.
 *
 * Streams from inside the process are free, as calls are.
 *
 * @throws RateLimited from the policy when the user or the address has as many as it may.
 */
export function holdStreams({
  perCaller,
  perAddress,
}: StreamLimits): NonNullable<CallPolicies["holdStream"]> {
  const open = new Map<string, number>();
  const of = (key: string): number => open.get(key) ?? 0;
  return ({ actor, request }) => {
    const isOutside = actor !== null && actor.via !== "system";
    const places = [
      ...(isOutside ? [{ key: `user:${actor.userId}`, maximum: perCaller }] : []),
      ...(request.address === null
        ? []
        : [{ key: `address:${addressKey(request.address)}`, maximum: perAddress }]),
    ];
    if (places.some(({ key, maximum }) => of(key) >= maximum)) throw new RateLimited(retryAfterSeconds);
    for (const { key } of places) open.set(key, of(key) + 1);
    return () => {
      for (const { key } of places) {
        const left = of(key) - 1;
        if (left === 0) open.delete(key);
        else open.set(key, left);
      }
    };
  };
}
