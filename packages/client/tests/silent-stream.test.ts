import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { getUntypedClient } from "@trpc/client";
import { expect, test } from "vitest";
import { createClient } from "../src/index.ts";

const connected = `event: connected\ndata: ${JSON.stringify({ reconnectAfterInactivityMs: 100 })}\nid: 7\n\n`;
const message = `id: 8\ndata: ${JSON.stringify({ json: "the eighth" })}\n\n`;

test("a stream that fell silent before its first message continues from where it was opened", async () => {
  const positions: (string | null)[] = [];
  // The first answer tells where it begins and is never heard of again, as behind a pulled cable.
  const server = createServer(({ url = "" }, response) => {
    positions.push(new URL(url, "http://a.test").searchParams.get("lastEventId"));
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write(positions.length === 1 ? connected : connected + message);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // Sound: a server that listens on TCP has an address with a port.
  const { port } = server.address() as AddressInfo;
  const heard = new Promise((resolve, reject) => {
    const client = getUntypedClient(createClient({ url: `http://127.0.0.1:${port}`, token: "t" }));
    const subscription = client.subscription("changes", undefined, {
      onData: (data) => {
        subscription.unsubscribe();
        resolve(data);
      },
      onError: reject,
    });
  });
  expect(await heard).toMatchObject({ id: "8", data: "the eighth" });
  expect(positions).toEqual([null, "7"]);
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});
