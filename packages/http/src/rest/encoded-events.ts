import type { AnyEntry, Tracked } from "@ashlar/contracts";

const encoder = new TextEncoder();

/** Writes a message of a stream as it goes over the wire. */
export type EncodeEvent = (message: Tracked<unknown>) => Uint8Array;

/**
 * Encodes the messages of one operation as server-sent events, each once however many clients it goes to.
 *
 * A message is known by its identity, so whoever yields one to several clients must not change it. What was encoded is
 * this operation's alone: another one has another output schema, and with it other fields that may leave.
 */
export function encodedEvents({ output }: Pick<AnyEntry, "output">): EncodeEvent {
  const known = new WeakMap<Tracked<unknown>, Uint8Array>();
  return (message) => {
    const before = known.get(message);
    if (before) return before;
    const text = `id: ${message.id}\ndata: ${JSON.stringify(output.parse(message.data))}\n\n`;
    const bytes = encoder.encode(text);
    known.set(message, bytes);
    return bytes;
  };
}
