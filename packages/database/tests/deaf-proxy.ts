import { connect, createServer } from "node:net";

const notification = 0x41;

/** A proxy that passes everything of PostgreSQL's protocol on but notifications. */
export async function startDeafProxy(
  targetPort: number,
): Promise<{ readonly port: number; readonly [Symbol.asyncDispose]: () => Promise<void> }> {
  const server = createServer((client) => {
    const upstream = connect(targetPort, "127.0.0.1");
    let rest = Buffer.alloc(0);
    client.pipe(upstream);
    upstream.on("data", (piece) => {
      rest = Buffer.concat([rest, piece]);
      while (rest.length >= 5 && rest.length >= rest.readUInt32BE(1) + 1) {
        const end = rest.readUInt32BE(1) + 1;
        if (rest[0] !== notification) client.write(rest.subarray(0, end));
        rest = rest.subarray(end);
      }
    });
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      from.on("error", () => undefined);
      from.on("close", () => to.destroy());
    }
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const address = server.address();
  if (typeof address !== "object" || !address) throw new Error("The proxy has no port.");
  return {
    port: address.port,
    [Symbol.asyncDispose]: async () => {
      await new Promise((closed) => server.close(closed));
    },
  };
}
