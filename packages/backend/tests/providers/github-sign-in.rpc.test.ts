import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestServer, testServer } from "../test-server.ts";
import { browser } from "./browser.ts";
import { freePort } from "./free-port.ts";
import { type GithubServer, githubServer } from "./github-server.ts";

let server: TestServer;
let github: GithubServer;
let url: string;

beforeAll(async () => {
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  github = await githubServer();
  const provider = {
    kind: "github",
    name: "github",
    label: "GitHub",
    issuer: github.url,
    apiUrl: github.url,
    clientId: "id",
    clientSecret: "a secret of the test",
  } as const;
  server = await testServer({ publicUrl: url, signInProviders: [provider] }, port);
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await github[Symbol.asyncDispose]();
});

const isCallback = (address: string): boolean => address.startsWith(`${url}/auth/oidc/github/callback`);

async function signIn(change: (callback: URL) => void = () => undefined) {
  const as = browser();
  const callback = new URL(await as.follow(`${url}/auth/oidc/github/start?returnTo=/after`, isCallback));
  change(callback);
  return (await as.get(callback.href)).headers.get("location");
}

const address = (email: string, facts: { primary: boolean; verified: boolean }) => ({ email, ...facts });

test("signs in by the number of the account and its primary address, if that is verified", async () => {
  github.setEmails([
    address("other@example.org", { primary: false, verified: true }),
    address("octocat@example.org", { primary: true, verified: false }),
  ]);
  expect(await signIn()).toBe(`${url}/after?signInError=EMAIL_UNVERIFIED`);
  github.setEmails([
    address("other@example.org", { primary: false, verified: true }),
    address("octocat@example.org", { primary: true, verified: true }),
  ]);
  expect(await signIn()).toBe(`${url}/after`);
  const linked = await server.database.sql`
    select u.email, u.name, i.provider, i.subject from users u join user_identities i on i.user_id = u.id`;
  expect(linked).toEqual([
    { email: "octocat@example.org", name: "octocat", provider: "github", subject: "583231" },
  ]);
});

test("refuses a code that is not the one it asked for", async () => {
  const forged = (callback: URL) => callback.searchParams.set("code", "forged");
  expect(await signIn(forged)).toBe(`${url}/after?signInError=PROVIDER_REFUSED`);
});

test("refuses another state than its own", async () => {
  const forged = (callback: URL) => callback.searchParams.set("state", "forged");
  expect(await signIn(forged)).toBe(`${url}/after?signInError=PROVIDER_REFUSED`);
});
