import { once } from "node:events";
import { createServer } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { kafkaBroker } from "../src/index.ts";

const requests = { saslHandshake: 17, apiVersions: 18, saslAuthenticate: 36 };

/** Hears what a client sends first, and answers enough of it that it shows its credentials. */
async function listeningBroker() {
  const heard: Buffer[] = [];
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.on("data", (frame) => {
      heard.push(Buffer.from(frame));
      const answer = answers.get(frame.readInt16BE(4));
      if (answer) socket.write(framed(frame.readInt32BE(8), answer));
      else socket.destroy();
    });
  }).listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await once(server, "listening");
  const address = server.address();
  return { heard, brokers: [`127.0.0.1:${typeof address === "object" ? address?.port : 0}`] };
}

const framed = (correlationId: number, body: Buffer): Buffer => {
  const head = Buffer.alloc(8);
  head.writeInt32BE(4 + body.length, 0);
  head.writeInt32BE(correlationId, 4);
  return Buffer.concat([head, body]);
};

const answers = new Map([
  // No error; two requests with their versions and no tags; no throttle, no tags.
  [requests.apiVersions, Buffer.from([0, 0, 3, 0, 17, 0, 0, 0, 1, 0, 0, 36, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0])],
  // No error; one mechanism.
  [requests.saslHandshake, Buffer.concat([Buffer.from([0, 0, 0, 0, 0, 1, 0, 5]), Buffer.from("PLAIN")])],
]);

test("speaks TLS where it is asked for, from the first byte on", async () => {
  const { heard, brokers } = await listeningBroker();
  const broker = kafkaBroker({ brokers, isEncrypted: true });
  await expect(broker.alreadyKept([])).rejects.toThrow();
  await broker.close();
  const [contentType, major] = heard[0] ?? [];
  expect([contentType, major]).toEqual([0x16, 3]);
});

test("shows its account before it asks for anything", async () => {
  const { heard, brokers } = await listeningBroker();
  const sasl = { mechanism: "PLAIN", username: "ashlar", password: "secret" } as const;
  const broker = kafkaBroker({ brokers, sasl });
  await expect(broker.alreadyKept([])).rejects.toThrow();
  await broker.close();
  const asked = heard.map((frame) => frame.readInt16BE(4));
  expect(asked.slice(0, 3)).toEqual([
    requests.apiVersions,
    requests.saslHandshake,
    requests.saslAuthenticate,
  ]);
  expect(heard[2]?.includes("\0ashlar\0secret")).toBe(true);
});
