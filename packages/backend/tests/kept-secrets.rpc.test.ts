import { createClient } from "@ashlar/client";
import { decodeBase32IgnorePadding } from "@oslojs/encoding";
import { generateHOTP } from "@oslojs/otp";
import { expect, test } from "vitest";
import { mailed, tokenOf } from "./mail/mailed.ts";
import { testServer } from "./test-server.ts";

const email = "person@example.org";
const password = "a long and winding road";
const nextPassword = "another long winding road";

test("what proves who somebody is stands in no table and in no log line as it was sent or told", async () => {
  await using server = await testServer();
  const { url, anonymous, database } = server;
  const { token } = await anonymous.auth.register.mutate({ email, password, name: "Person" });
  const client = createClient({ url, token });
  const tokens = await client.auth.tokens.issue.mutate({});
  const refreshed = await anonymous.auth.tokens.refresh.mutate({ refreshToken: tokens.refreshToken });
  const factor = await client.auth.secondFactor.enrol.mutate();
  const step = BigInt(Math.floor(Date.now() / 30_000));
  const code = generateHOTP(decodeBase32IgnorePadding(factor.secret), step, 6);
  const { recoveryCodes } = await client.auth.secondFactor.confirm.mutate({ code });
  const key = await client.apiKeys.create.mutate({ name: "script", scopes: ["orders:place"] });
  const staff = await server.as("staff");
  const endpoint = { url: "https://example.org/hook", eventTypes: ["order.placed" as const] };
  const first = await staff.webhooks.endpoints.create.mutate(endpoint);
  const rotated = await staff.webhooks.endpoints.rotateSecret.mutate({ id: first.id });
  await anonymous.auth.requestPasswordReset.mutate({ email });
  const reset = tokenOf((await mailed(server, email, "Set a new password")).link);
  const verify = tokenOf((await mailed(server, email, "Verify your address")).link);
  await client.auth.changePassword.mutate({ currentPassword: password, newPassword: nextPassword });

  const told = [
    token,
    factor.secret,
    ...recoveryCodes,
    key.secret,
    first.secret,
    rotated.secret,
    reset,
    verify,
  ];
  const ofTokens = [tokens, refreshed].flatMap(({ accessToken, refreshToken }) => [
    accessToken,
    refreshToken,
  ]);
  const secrets = [password, nextPassword, ...told, ...ofTokens].flatMap(partsOf);
  expect(secrets.length).toBeGreaterThan(30);
  const names = await database.sql<{ name: string }[]>`
    select quote_ident(table_name) as name from information_schema.tables where table_schema = 'public'`;
  const dumps = names.map(({ name }) => database.sql.unsafe(`select t::text as row from ${name} as t`));
  const kept = JSON.stringify([await Promise.all(dumps), server.logged]);
  expect(kept).toContain(email);
  expect(secrets.filter((secret) => kept.includes(secret))).toEqual([]);
});

/** A secret, and what may be kept of it: without its prefix or its dashes, and each half of one that has two. */
const partsOf = (secret: string): string[] =>
  [secret, secret.replaceAll("-", ""), ...secret.split(/^ashlar_|^whsec_|[.]/)].filter(
    ({ length }) => length > 8,
  );
