import { inRequestScope, type Log } from "@ashlar/kernel";
import { expect, test } from "vitest";
import { identityHarness } from "./identity-harness.ts";

test("tells the log of every security event once it has committed, without a secret", async () => {
  await using identity = await identityHarness();
  const lines: Readonly<Record<string, unknown>>[] = [];
  const write: Log["info"] = (fields) => void lines.push(fields);
  const log = { debug: write, info: write, warn: write, error: write };
  const signal = new AbortController().signal;
  const secrets: string[] = ["violet harbour mango 71", "logged@example.com"];
  await inRequestScope({ requestId: "request-1", traceparent: "", signal, log }, async () => {
    const { token, user } = await identity.register("logged@example.com");
    const actor = await identity.actorOf(token);
    const key = { name: "script", scopes: ["orders:place"] };
    const { secret, id } = Object(await identity.call("apiKeys.create", key, actor));
    const { accessToken, refreshToken } = Object(await identity.call("auth.tokens.issue", {}, actor));
    await identity
      .call("auth.login", { email: "logged@example.com", password: "wrong" })
      .catch(() => undefined);
    secrets.push(token, secret, accessToken, refreshToken);
    expect(lines).toContainEqual({
      securityEvent: "identity.api-key-created",
      subject: `api-key ${id}`,
      userId: user.id,
      via: "session",
      address: "192.0.2.7",
      requestId: "request-1",
    });
  });
  expect(lines.map(({ securityEvent }) => securityEvent)).toEqual(
    expect.arrayContaining(["identity.tokens-issued", "identity.sign-in-refused"]),
  );
  for (const secret of secrets) expect(JSON.stringify(lines)).not.toContain(secret);
});
