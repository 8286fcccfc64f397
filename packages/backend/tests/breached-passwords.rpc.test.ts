import { hash } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { safe } from "@ashlar/client";
import { expect, onTestFinished, test } from "vitest";
import { testServer } from "./test-server.ts";

test("a password known from a breach is a declared outcome, on tRPC and REST", async () => {
  const account = { email: "breached@example.org", password: "a long and winding road", name: "New Comer" };
  const sha1 = hash("sha1", account.password, "hex").toUpperCase();
  const service = createServer((_, response) => response.end(`${sha1.slice(5)}:3\r\n`));
  await new Promise<void>((resolve) => service.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void service.close());
  // Sound: it listens on a port, not on a pipe.
  const { port } = service.address() as AddressInfo;
  await using server = await testServer({
    // Patient, so that a busy machine is not taken for a service that is away.
    breachedPasswords: { url: `http://127.0.0.1:${port}`, timeoutMs: 30_000 },
  });
  const details = { reason: "common", isBreached: true };
  const [, error] = await safe(server.anonymous.auth.register.mutate(account));
  expect(error?.data?.failure).toEqual({ code: "PASSWORD_REFUSED", details });
  const answer = await fetch(`${server.url}/api/v1/auth/register`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(account),
  });
  expect([answer.status, Object(await answer.json()).error]).toEqual([
    422,
    expect.objectContaining({ code: "PASSWORD_REFUSED", data: details, message: error?.message }),
  ]);
  expect(error?.message).toMatch(/known from a breach/);
});
