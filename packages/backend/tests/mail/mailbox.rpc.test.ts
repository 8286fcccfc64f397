import { createClient } from "@ashlar/client";
import { endlessRateLimits } from "@ashlar/resilience";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freePort } from "../providers/free-port.ts";
import { type TestServer, testServer } from "../test-server.ts";
import { mailed, tokenOf } from "./mailed.ts";

let server: TestServer;
let url: string;
beforeAll(async () => {
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  server = await testServer({ publicUrl: url, rateLimits: endlessRateLimits }, port);
});
afterAll(() => server[Symbol.asyncDispose]());

const newcomer = (email: string, name = "New Comer") => ({
  email,
  name,
  password: "a long and winding road",
});

test("a newcomer is welcomed and verifies the address by the mailed link, over REST", async () => {
  const { token: session } = await server.anonymous.auth.register.mutate(newcomer("ann@example.org"));
  await mailed(server, "ann@example.org", "Welcome");
  const { link } = await mailed(server, "ann@example.org", "Verify your address");
  expect(link).toMatch(new RegExp(`^${url}/account/verify-email#token=[A-Za-z0-9_-]{43}$`));
  const verify = () =>
    fetch(`${url}/api/v1/auth/verify-email`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${session}` },
      body: JSON.stringify({ token: tokenOf(link) }),
    });
  expect((await verify()).status).toBe(204);
  const again = await verify();
  expect([again.status, await again.json()]).toMatchObject([422, { error: { code: "TOKEN_INVALID" } }]);
  const me = await createClient({ url, token: session }).auth.me.query();
  expect(me.user.emailVerifiedAt).toBeInstanceOf(Date);
});

test("the page behind a link is served with nothing of the token, and loads from itself alone", async () => {
  const { link } = await mailed(server, "ann@example.org", "Verify your address");
  const page = await fetch(link);
  expect([page.status, page.headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
  expect(page.headers.get("content-security-policy")).toContain("default-src 'none'; script-src 'self'");
  expect(page.headers.get("referrer-policy")).toBe("no-referrer");
  expect(await page.text()).not.toContain(tokenOf(link));
  expect((await fetch(`${url}/account/account.js`)).headers.get("content-type")).toMatch(/javascript/);
  expect((await fetch(`${url}/account/other`)).status).toBe(404);
});

test("the mailbox shows the mails, takes names for text and runs nothing of a mail", async () => {
  const name = "<script>alert(1)</script>";
  await server.anonymous.auth.register.mutate(newcomer("script@example.org", name));
  const { id } = await mailed(server, "script@example.org", "Welcome");
  const list = await (await fetch(`${url}/mailbox`)).text();
  expect(list).toContain(`href="/mailbox/${id}"`);
  const page = await fetch(`${url}/mailbox/${id}`);
  expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
  expect(await page.text()).not.toContain("<script");
  const body = await fetch(`${url}/mailbox/${id}/body`);
  expect(body.headers.get("content-security-policy")).toMatch(/^sandbox (?!.*allow-scripts)/);
  expect(await body.text()).not.toContain("<script");
});

test("the mailbox is not there for another host name, nor an unknown id", async () => {
  expect((await fetch(`${url}/mailbox/unknown`)).status).toBe(404);
  const { request } = await import("node:http");
  const status = await new Promise((resolve) => {
    request(`${url}/mailbox`, { headers: { host: "rebound.example" } }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    }).end();
  });
  expect(status).toBe(404);
});

test("production has no mailbox page", async () => {
  await using production = await testServer({ isProduction: true });
  expect((await fetch(`${production.url}/mailbox`)).status).toBe(404);
});

test("a reset is answered alike for an address that is known and one that is not", async () => {
  const answered = async (email: string) => {
    const answer = await fetch(`${url}/api/v1/auth/password-reset`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ email }),
    });
    return { status: answer.status, text: await answer.text() };
  };
  const known = await answered("ann@example.org");
  expect(known.status).toBeLessThan(300);
  expect(await answered("nobody@example.org")).toEqual(known);
});
