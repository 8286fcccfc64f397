import type postgres from "postgres";

/** Reads what a `COPY … TO STDOUT` sends, in pieces, as fast as they are taken. */
export async function* copiedOut(
  session: Pick<postgres.ReservedSql, "unsafe">,
  statement: string,
): AsyncGenerator<Buffer> {
  const stream = await session.unsafe(statement).readable();
  // Sound: the driver's COPY stream is of bytes.
  for await (const piece of stream) yield piece as Buffer;
  // The driver (3.4.9) pauses the socket for a full stream and resumes it when the stream asks for more, which one
  // that has been given its end never does: the next answer would not be read.
  stream._read(0);
}
