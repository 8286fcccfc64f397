import { createClient } from "@ashlar/client";
import { startTcpProxy, type TcpProxy } from "@ashlar/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestServer, testServer } from "../test-server.ts";
import { type ChangeLog, followed } from "./change-log.ts";
import { eventually } from "./eventually.ts";
import { paymentService } from "./payment-service.ts";
import { stocked } from "./shop.ts";

const story = ["order.placed", "order.confirmed"];

/** Streams over a line that is cut before they have brought a message, while an order is placed. */
describe("a stream that is cut before its first message", () => {
  let service: Awaited<ReturnType<typeof paymentService>>;
  let server: TestServer;
  let line: TcpProxy;
  let token: string;
  let product: string;
  let witness: ChangeLog;

  beforeAll(async () => {
    service = await paymentService();
    server = await testServer({ payments: service.config });
    line = await startTcpProxy({ targetPort: Number(new URL(server.url).port) });
    token = await server.signIn("customer");
    [product = ""] = await stocked(server.database.connection, 1, 1_000);
    witness = await followed(createClient({ url: server.url, token }));
  });
  afterAll(async () => {
    witness?.[Symbol.dispose]();
    await line?.close();
    await server?.[Symbol.asyncDispose]();
    await service?.[Symbol.asyncDispose]();
  });

  /** Places an order past the cut line, and waits until followers have heard all of it. */
  const placedMeanwhile = async (): Promise<string> => {
    line.refuse(true);
    const { id } = await createClient({ url: server.url, token }).orders.place.mutate({
      items: [{ productId: product, quantity: 1 }],
      paymentToken: "ok",
    });
    await eventually(() => witness.of(id).length === 2);
    line.refuse(false);
    return id;
  };
  const overTheLine = (): string => `http://127.0.0.1:${line.port}`;

  it("resumes from where it was opened with the typed client", async () => {
    using mine = await followed(createClient({ url: overTheLine(), token }));
    expect(mine.heard).toEqual([]);
    const id = await placedMeanwhile();
    await eventually(() => mine.heard.length >= 2);
    expect(mine.heard.map(({ data }) => [data.orderId, data.event])).toEqual(
      story.map((event) => [id, event]),
    );
  });

  it("resumes over REST from the id of its first bytes", async () => {
    const opened = await read(null, (text) => text.includes("\n\n"));
    const position = /^retry: \d+\nid: (.+)\n\n$/.exec(opened)?.[1];
    const id = await placedMeanwhile();
    const resumed = await read(position ?? "", (text) => text.split("\ndata: ").length > 2);
    const told = [...resumed.matchAll(/^data: (.+)$/gm)].map(([, data = ""]) => JSON.parse(data));
    expect(told.map(({ orderId, event }) => [orderId, event])).toEqual(story.map((event) => [id, event]));
  });

  /** Reads the stream of REST until it has said enough. */
  async function read(lastEventId: string | null, isEnough: (text: string) => boolean): Promise<string> {
    const leave = new AbortController();
    const headers = {
      authorization: `Bearer ${token}`,
      ...(lastEventId && { "last-event-id": lastEventId }),
    };
    const response = await fetch(`${overTheLine()}/api/v1/orders/changes`, { headers, signal: leave.signal });
    let text = "";
    for await (const chunk of (response.body ?? expect.unreachable()).pipeThrough(new TextDecoderStream())) {
      text += chunk;
      if (isEnough(text)) break;
    }
    leave.abort();
    return text;
  }
});
