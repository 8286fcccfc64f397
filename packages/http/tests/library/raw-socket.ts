import { connect } from "node:net";

/** What came back on one connection. */
export type RawExchange = { readonly text: string };

/**
 * Writes bytes to a server as they are and reads until it closes the connection.
 *
 * A request that leaves the connection open needs `connection: close`.
 */
export function rawExchange(origin: string, ...pieces: readonly string[]): Promise<RawExchange> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const socket = connect(Number(new URL(origin).port), "127.0.0.1", () => {
      for (const piece of pieces) socket.write(piece, "latin1");
    });
    socket.on("data", (chunk) => chunks.push(chunk));
    // A server that closes while bytes are under way resets; what it said before still counts.
    socket.on("error", () => undefined);
    socket.on("close", () => resolve({ text: Buffer.concat(chunks).toString("latin1") }));
  });
}

/** The status line's number. */
export const statusOf = ({ text }: RawExchange): number => Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0);

/** The JSON body of an answer with `content-length`. */
export const errorOf = ({ text }: RawExchange): unknown =>
  JSON.parse(text.slice(text.indexOf("\r\n\r\n") + 4));
