import type { Socket } from "node:net";

/**
 * Passes a broker's answers on, one whole answer at a time, with another port where the broker names its own.
 *
 * librdkafka 2.0.2's cluster says that it understands ListOffsets up to version 5 and reads versions 4 and 5 as if they
 * were 3, without the leader's epoch; here it says 3.
 *
 * An answer is its length in four bytes and as many bytes; a broker is its host and then its port in four bytes.
 */
export function throughFrames(
  from: Socket,
  to: Socket,
  ports: { readonly from: number; readonly to: () => number },
): void {
  let held = Buffer.alloc(0);
  from.on("data", (chunk) => {
    held = Buffer.concat([held, Buffer.from(chunk)]);
    while (held.length >= 4 && held.length >= 4 + held.readInt32BE(0)) {
      const frame = held.subarray(0, 4 + held.readInt32BE(0));
      held = held.subarray(frame.length);
      replace(frame, addressOf(ports.from), addressOf(ports.to()));
      replace(frame, listOffsetsUpTo(5), listOffsetsUpTo(3));
      to.write(frame);
    }
  });
}

function replace(frame: Buffer, one: Buffer, other: Buffer): void {
  const at = frame.indexOf(one);
  if (at >= 0) other.copy(frame, at);
}

/** ListOffsets is request 2: its key, and the versions from which and up to which it is understood. */
const listOffsetsUpTo = (version: number): Buffer => Buffer.from([0, 2, 0, 0, 0, version]);

function addressOf(port: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(port);
  return Buffer.concat([Buffer.from("127.0.0.1"), bytes]);
}
