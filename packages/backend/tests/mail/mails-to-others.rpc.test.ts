import { type Client, createClient } from "@ashlar/client";
import { endlessRateLimits } from "@ashlar/resilience";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestServer, testServer } from "../test-server.ts";
import { mailed, tokenOf } from "./mailed.ts";

let server: TestServer;
beforeAll(async () => {
  server = await testServer({ rateLimits: endlessRateLimits });
});
afterAll(() => server[Symbol.asyncDispose]());

const [password, otherPassword] = ["a long and winding road", "another river at noon"];
const victim = "owner@example.org";
const attempts = 12;

async function mailsTo(address: string): Promise<string[]> {
  const { sql } = server.database;
  await expect
    .poll(() => sql`select queue from jobs where state <> 'dead'`.then((rows) => rows.length), {
      timeout: 20_000,
    })
    .toBe(0);
  const mails = (await server.backend.mailbox?.list()) ?? [];
  return mails.filter(({ to }) => to.address === address).map(({ subject }) => subject);
}

async function registered(email: string): Promise<Client> {
  const { token } = await server.anonymous.auth.register.mutate({ email, password, name: "Some Body" });
  return createClient({ url: server.url, token });
}

/** Signs in from a place where the account was not signed in before. */
async function signInFrom(userAgent: string): Promise<void> {
  const headers = { "content-type": "application/json", "user-agent": userAgent };
  const body = JSON.stringify({ email: victim, password });
  const answer = await fetch(`${server.url}/api/v1/auth/login`, { method: "POST", headers, body });
  expect(answer.status).toBe(200);
}

async function repeatedly(act: (attempt: number) => Promise<unknown>): Promise<void> {
  for (let attempt = 0; attempt < attempts; attempt += 1) await act(attempt);
}

/** Doors by which a stranger makes mails go to an address, once it belongs to an account of theirs. */
const doors: Readonly<Record<string, (stranger: Client) => Promise<unknown>>> = {
  "verification, again": (stranger) => repeatedly(() => stranger.auth.resendVerification.mutate()),
  reset: () => repeatedly(() => server.anonymous.auth.requestPasswordReset.mutate({ email: victim })),
  "sign-in from a new place": () => repeatedly((attempt) => signInFrom(`Browser/${attempt}`)),
  "new password": (stranger) =>
    repeatedly((attempt) => {
      const both = [password, otherPassword];
      const [currentPassword = "", newPassword = ""] = attempt % 2 ? both.reverse() : both;
      return stranger.auth.changePassword.mutate({ currentPassword, newPassword });
    }),
  key: (stranger) =>
    repeatedly(async () => {
      const { id } = await stranger.apiKeys.create.mutate({ name: "mine", scopes: ["orders:place"] });
      await stranger.apiKeys.revoke.mutate({ id });
    }),
  "another address and back": async (stranger) => {
    await stranger.auth.changeEmail.mutate({ email: "own@example.org", currentPassword: password });
    const { link } = await mailed(server, "own@example.org", "Confirm your new address");
    await stranger.auth.confirmEmailChange.mutate({ token: tokenOf(link) });
    await repeatedly(() => stranger.auth.changeEmail.mutate({ email: victim, currentPassword: password }));
  },
  "closed and opened again": () =>
    repeatedly(async () => {
      const again = await registered(victim);
      await again.auth.deactivate.mutate({ currentPassword: password });
    }),
};

test("a stranger causes no more than the bound of mails to an address, by all doors together", async () => {
  const mover = await registered("mover@example.org");
  await repeatedly(() => mover.auth.changeEmail.mutate({ email: victim, currentPassword: password }));
  expect(await mailsTo(victim)).toHaveLength(3);
  const stranger = await registered(victim);
  for (const [door, enter] of Object.entries(doors)) {
    await enter(stranger);
    const counts = Object.groupBy(await mailsTo(victim), (subject) =>
      /^(Verify your address|Set a new password)$/.test(subject)
        ? "links"
        : subject === "Confirm your new address"
          ? "new"
          : "notices",
    );
    expect(counts.links?.length ?? 0, door).toBeLessThanOrEqual(5);
    expect(counts.new, door).toHaveLength(3);
    expect(counts.notices?.length ?? 0, door).toBeLessThanOrEqual(5);
  }
  expect(await mailsTo(victim)).toHaveLength(5 + 3 + 5);
});

test("an owner whose address strangers have used up gets a link two hours later, and in by it", async () => {
  const email = "late@example.org";
  await registered(email);
  const ask = () => server.anonymous.auth.requestPasswordReset.mutate({ email });
  await repeatedly(ask);
  const before = await mailsTo(email);
  expect(before.filter((subject) => subject !== "Welcome")).toHaveLength(5);
  await server.database.sql`update mail_reservations set reserved_at = reserved_at - interval '2 hours'`;
  await ask();
  expect(await mailsTo(email)).toHaveLength(before.length + 1);
  const { link } = await mailed(server, email, "Set a new password");
  await server.anonymous.auth.resetPassword.mutate({ token: tokenOf(link), newPassword: otherPassword });
  await server.anonymous.auth.login.mutate({ email, password: otherPassword });
});

test("what goes to a verified address about its own account is not bounded", async () => {
  const email = "verified@example.org";
  const owner = await registered(email);
  const { link } = await mailed(server, email, "Verify your address");
  await owner.auth.verifyEmail.mutate({ token: tokenOf(link) });
  const before = (await mailsTo(email)).length;
  await doors.key?.(owner);
  expect(await mailsTo(email)).toHaveLength(before + 2 * attempts);
});
