import { createServer } from "node:http";
import { safe } from "@ashlar/client";
import { expect, test } from "vitest";
import { testServer } from "../test-server.ts";

test("what a person does reaches the endpoints of others, and a secret is no use to the database's reader", async () => {
  await using server = await testServer({ webhooksReachLoopback: true });
  const bodies: unknown[] = [];
  const receiver = createServer((request, response) => {
    request.on("data", (chunk: Buffer) => bodies.push(JSON.parse(chunk.toString())));
    request.on("end", () => response.end());
  }).listen(0, "127.0.0.1");
  await using _closed = { [Symbol.asyncDispose]: async () => void receiver.close() };
  await new Promise((resolve) => receiver.once("listening", resolve));
  const address = receiver.address();
  const port = typeof address === "object" && address ? address.port : 0;
  const staff = await server.as("staff");
  const { id, secret } = await staff.webhooks.endpoints.create.mutate({
    url: `http://127.0.0.1:${port}/`,
    eventTypes: ["user.registered"],
  });
  const { user } = await server.anonymous.auth.register.mutate({
    email: "new@example.test",
    password: "gravel-otter-lamp-914",
    name: "New",
  });
  await expect
    .poll(() => bodies, { timeout: 10_000 })
    .toMatchObject([{ type: "user.registered", data: { userId: user.id } }]);
  await expect
    .poll(async () => (await staff.webhooks.deliveries.list.query({ filter: { endpointId: id } })).items)
    .toMatchObject([{ status: "delivered", lastStatus: 200 }]);
  const [row] = await server.database.sql`select sealed_secret from webhook_endpoints`;
  expect(row?.sealed_secret).not.toContain(secret.slice(6, 20));
});

test("an endpoint on this machine is refused unless the configuration says otherwise", async () => {
  await using server = await testServer();
  const staff = await server.as("staff");
  const [, error] = await safe(
    staff.webhooks.endpoints.create.mutate({ url: "http://127.0.0.1:9/", eventTypes: ["order.placed"] }),
  );
  expect(error?.data?.failure).toEqual({ code: "WEBHOOK_URL_REFUSED", details: { reason: "scheme" } });
});
