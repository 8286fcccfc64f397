import { createClient } from "@ashlar/client";
import { expect, onTestFinished, test } from "vitest";
import type { BackendConfig } from "../../src/index.ts";
import { codeOf } from "../app-code.ts";
import { testServer } from "../test-server.ts";
import { browser } from "./browser.ts";
import { freePort } from "./free-port.ts";
import { oidcServer } from "./oidc-server.ts";

/** A server with a provider whose person is Ada, and a way for her to sign in there. */
async function adaAtProvider(config: Partial<BackendConfig> = {}) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const provider = await oidcServer([`${url}/auth/oidc/test/callback`]);
  onTestFinished(() => provider[Symbol.asyncDispose]());
  const { issuer, clientId, clientSecret } = provider;
  const signInProviders = [
    { kind: "oidc", name: "test", label: "Test", issuer, clientId, clientSecret } as const,
  ];
  const server = await testServer({ publicUrl: url, signInProviders, ...config }, port);
  onTestFinished(() => server[Symbol.asyncDispose]());
  provider.setPerson({ sub: "ada", email: "ada@example.org", email_verified: true });
  const signedIn = async () => {
    const as = browser();
    const isBack = (address: string): boolean => address === `${url}/after`;
    await as.follow(`${url}/auth/oidc/test/start?returnTo=/after`, isBack);
    return createClient({ url, token: /ashlar_session=(\w+)/.exec(as.cookiesOf(url))?.[1] ?? "" });
  };
  return { server, signedIn };
}

test("whoever signs in at a provider to an account with a second factor changes nothing sensitive without it", async () => {
  const { signedIn } = await adaAtProvider();
  const first = await signedIn();
  const { secret } = await first.auth.secondFactor.enrol.mutate();
  await first.auth.secondFactor.confirm.mutate({ code: codeOf(secret, 0) });

  const again = await signedIn();
  const refusal = { data: { failure: { code: "REAUTHENTICATION_REQUIRED" } } };
  await expect(again.auth.secondFactor.disable.mutate()).rejects.toMatchObject(refusal);
  await expect(again.apiKeys.create.mutate({ name: "mine", scopes: ["posts:write"] })).rejects.toMatchObject(
    refusal,
  );
  await again.auth.reauthenticate.mutate({ code: codeOf(secret, 1) });
  await again.auth.secondFactor.disable.mutate();

  // Without a factor of its own the account has nothing but the provider to prove by.
  await (await signedIn()).auth.secondFactor.enrol.mutate();
});

test("whoever signs in at a provider has no role that counts with a second factor alone, until one is shown here", async () => {
  const { server, signedIn } = await adaAtProvider({ secondFactorRoles: ["staff"] });
  const first = await signedIn();
  const { secret } = await first.auth.secondFactor.enrol.mutate();
  await first.auth.secondFactor.confirm.mutate({ code: codeOf(secret, 0) });
  await server.database.sql`update users set roles = array['staff'] where email = 'ada@example.org'`;

  const again = await signedIn();
  const refusal = { data: { failure: { code: "FORBIDDEN" } } };
  await expect(again.users.list.query({})).rejects.toMatchObject(refusal);
  expect(await again.auth.me.query()).toMatchObject({ user: { roles: ["staff"] }, secondFactor: "required" });
  await again.auth.reauthenticate.mutate({ code: codeOf(secret, 1) });
  await expect(again.users.list.query({})).resolves.toBeDefined();
});
