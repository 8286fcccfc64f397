import type { AnyEntry, Tracked } from "@ashlar/contracts";

const encoder = new TextEncoder();

/**
 * Encodes the messages of one operation as server-sent events, each once however many clients it goes to: `id` is the
 * position to resume after.
 *
 * A message is known by its identity, so whoever yields one to several clients must not change it. What was encoded is
 * this operation's alone: another one has another output schema, and with it other fields that may leave.
 *
 * @param write - Writes what the schema lets through, on one line.
 */
export function encodedEvents(
  { output }: Pick<AnyEntry, "output">,
  write: (data: unknown) => string,
): (message: Tracked<unknown>) => Uint8Array {
  const known = new WeakMap<Tracked<unknown>, Uint8Array>();
  return (message) => {
    const before = known.get(message);
    if (before) return before;
    const bytes = encoder.encode(`id: ${message.id}\ndata: ${write(output.parse(message.data))}\n\n`);
    known.set(message, bytes);
    return bytes;
  };
}
