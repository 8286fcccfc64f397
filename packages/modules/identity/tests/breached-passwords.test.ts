import type { ServerResponse } from "node:http";
import { inRequestScope, type Log } from "@ashlar/kernel";
import { expect, test, vi } from "vitest";
import { breachedPasswordRanges } from "../src/index.ts";
import { type IdentityHarness, identityHarness, password } from "./identity-harness.ts";
import { type RangeServer, rangeServer, sha1 } from "./range-server.ts";

const breached = "many lamps of the old town";
const refused = expect.objectContaining({
  code: "PASSWORD_REFUSED",
  details: { reason: "common", isBreached: true },
  message: expect.not.stringContaining(breached),
});

type Line = { readonly fields: Readonly<Record<string, unknown>>; readonly message: string };

function recorder(): { readonly lines: readonly Line[]; readonly log: Log } {
  const lines: Line[] = [];
  const write: Log["info"] = (fields, message) => void lines.push({ fields, message });
  return { lines, log: { debug: write, info: write, warn: write, error: write } };
}

/** Patient, so that a busy machine is not taken for a service that is away. */
const asking = ({ url }: Pick<RangeServer, "url">, { timeoutMs = 30_000, log = recorder().log } = {}) =>
  identityHarness({ breachedPasswords: breachedPasswordRanges({ url, timeoutMs, log }) });

const register = ({ call }: IdentityHarness, email: string, given: string) =>
  call("auth.register", { email, password: given, name: "Some Body" });

test("refuses a breached password wherever one is set, and changes nothing", async () => {
  await using ranges = await rangeServer({ [breached]: 3 });
  await using identity = await asking(ranges);
  const { call } = identity;
  await expect(register(identity, "new@example.com", breached)).rejects.toEqual(refused);
  const admin = await identity.actorWith("admin@example.com", ["admin"]);
  const account = { email: "made@example.com", name: "Made", password: breached };
  await expect(call("users.create", account, admin)).rejects.toEqual(refused);

  const { user, token } = await identity.register("old@example.com");
  const change = { currentPassword: password, newPassword: breached };
  await expect(call("auth.changePassword", change, await identity.actorOf(token))).rejects.toEqual(refused);
  await call("auth.requestPasswordReset", { email: user.email });
  await identity.settle();
  const link = identity.mails.findLast(({ template }) => template === "reset-password")?.token ?? "";
  await expect(call("auth.resetPassword", { token: link, newPassword: breached })).rejects.toEqual(refused);

  const emails = await identity.database.sql`select email from users order by email`;
  expect(emails.map(({ email }) => email)).toEqual(["admin@example.com", "old@example.com"]);
  expect(await identity.login("old@example.com")).toBeDefined();
  // The link was not used up.
  await call("auth.resetPassword", { token: link, newPassword: "another long mango 82" });
});

test("takes a password that is unknown, or only pads the answer", async () => {
  await using ranges = await rangeServer({ [breached]: 0, "somebody else's old secret": 7 });
  await using identity = await asking(ranges);
  await register(identity, "padded@example.com", breached);
  await register(identity, "unknown@example.com", "violet harbour mango 72");
  expect(ranges.heard).toHaveLength(2);
});

test("finds a password in any Unicode form of the same text", async () => {
  const text = "prénoms été à Genève fin";
  await using ranges = await rangeServer({ [text]: 1 });
  await using identity = await asking(ranges);
  for (const typed of [text.normalize("NFD"), text.replace("fin", "ﬁn")]) {
    await expect(register(identity, "forms@example.com", typed)).rejects.toMatchObject({
      code: "PASSWORD_REFUSED",
    });
  }
});

test("tells the service five digits of the hash and nothing else, once", async () => {
  await using ranges = await rangeServer({});
  await using identity = await asking(ranges);
  const scope = {
    requestId: "request-1",
    traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    signal: new AbortController().signal,
    log: recorder().log,
  };
  await inRequestScope(scope, () => register(identity, "told@example.com", breached));
  const { host } = new URL(ranges.url);
  expect(ranges.heard).toEqual([
    {
      method: "GET",
      url: `/range/${sha1(breached).slice(0, 5)}`,
      headers: {
        host,
        connection: "keep-alive",
        accept: "text/plain",
        "accept-language": "*",
        "accept-encoding": expect.any(String),
        "add-padding": "true",
        "sec-fetch-mode": "cors",
        "user-agent": "ashlar",
      },
      body: "",
    },
  ]);
});

test("tells nothing of a password that is refused for another reason, or of one at sign-in", async () => {
  await using ranges = await rangeServer({});
  await using identity = await asking(ranges);
  await expect(register(identity, "x@example.com", "passwordpassword")).rejects.toMatchObject({
    details: { reason: "common" },
  });
  await identity.login("x@example.com", breached).catch(() => undefined);
  expect(ranges.heard).toEqual([]);
});

const says = (status: number, text: string) => (response: ServerResponse) =>
  void response.writeHead(status).end(text);

const endless = (response: ServerResponse): void => {
  const line = `${sha1("x").slice(5)}:0\r\n`.repeat(2_000);
  const push = (): void => {
    if (!response.destroyed && response.write(line)) setImmediate(push);
  };
  response.on("drain", push);
  push();
};

test.each([
  ["says nothing", () => undefined, 50],
  ["fails", says(500, `${sha1(breached).slice(5)}:3`), 30_000],
  ["says rubbish", says(200, "<html>it works!</html>"), 30_000],
  ["says the right thing beside rubbish", says(200, `${sha1(breached).slice(5)}:3\nand more`), 30_000],
  ["never ends", endless, 30_000],
])("takes a password unseen from a service that %s, and tells the log", async (_, misbehave, timeoutMs) => {
  await using ranges = await rangeServer({}, misbehave);
  const { lines, log } = recorder();
  await using identity = await asking(ranges, { timeoutMs, log });
  expect(await register(identity, "let-in@example.com", breached)).toBeDefined();
  expect(lines).toContainEqual({
    fields: { reason: expect.stringContaining("breached-passwords") },
    message: "a new password was not looked for among breached ones",
  });
  expect(JSON.stringify(lines)).not.toContain(sha1(breached).slice(0, 5));
});

test("takes a password unseen where the service is away or sends elsewhere, where nobody is asked", async () => {
  await using elsewhere = await rangeServer({ [breached]: 3 });
  await using ranges = await rangeServer({}, (response) => {
    response.writeHead(307, { location: `${elsewhere.url}/range/${sha1(breached).slice(0, 5)}` }).end();
  });
  await using identity = await asking(ranges);
  await register(identity, "redirected@example.com", breached);
  expect([ranges.heard.length, elsewhere.heard.length]).toEqual([1, 0]);
  await ranges.stop();
  await register(identity, "away@example.com", breached);
});

test("asks nobody where no service is named", async () => {
  await using identity = await identityHarness();
  using fetched = vi.spyOn(globalThis, "fetch");
  await register(identity, "default@example.com", breached);
  expect(fetched).not.toHaveBeenCalled();
});
