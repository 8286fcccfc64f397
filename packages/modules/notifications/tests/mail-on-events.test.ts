import { credentialChanges } from "@ashlar/contracts";
import { uuidV7 } from "@ashlar/kernel";
import type { NewEvent } from "@ashlar/spine";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type NotificationsHarness, notificationsHarness } from "./notifications-harness.ts";

let notifications: NotificationsHarness;
beforeAll(async () => {
  notifications = await notificationsHarness();
});
afterAll(() => notifications[Symbol.asyncDispose]());

const mailsTo = async (email: string) =>
  ((await notifications.module.mailbox?.list()) ?? []).filter(({ to }) => to.address === email);

const subjectsTo = async (email: string): Promise<string[]> =>
  (await mailsTo(email)).map(({ subject }) => subject).sort();

const signedIn = (userId: string, isKnownPlace: boolean): NewEvent => ({
  type: "user.signed_in",
  aggregateId: userId,
  data: {
    userId,
    sessionId: "s",
    method: "password",
    isKnownPlace,
    userAgent: "Browser/1",
    address: "192.0.2.1",
  },
});

test("tells users what has happened to their accounts", async () => {
  const userId = await notifications.addUser("ada@example.com");
  const about = { aggregateId: userId } as const;
  await notifications.append(
    { ...about, type: "user.registered", data: { userId, email: "ada@example.com", name: "Ada" } },
    signedIn(userId, true),
    signedIn(userId, false),
    { ...about, type: "user.password_changed", data: { userId, by: "change" } },
    { ...about, type: "user.deactivated", data: { userId } },
  );
  await notifications.settle();
  expect(await subjectsTo("ada@example.com")).toEqual([
    "New sign-in to your account",
    "Welcome",
    "Your account is closed",
    "Your password was changed",
  ]);
});

test("tells both addresses when one takes the place of the other", async () => {
  const userId = await notifications.addUser("new@example.com");
  const data = { userId, formerEmail: "old@example.com", email: "new@example.com" };
  await notifications.append({ type: "user.email_changed", aggregateId: userId, data });
  await notifications.settle();
  for (const email of ["old@example.com", "new@example.com"])
    expect(await subjectsTo(email)).toEqual(["Your address was changed"]);
});

test("tells each change of how somebody signs in by one mail with words of its own", async () => {
  const userId = await notifications.addUser("changer@example.com");
  const changed = (change: string): NewEvent => ({
    type: "user.credential_changed",
    aggregateId: userId,
    data: { userId, change, label: "my laptop" },
  });
  await notifications.append(...[...credentialChanges, "of-a-later-release"].map(changed));
  await notifications.settle();
  const subjects = await subjectsTo("changer@example.com");
  expect(subjects).toHaveLength(credentialChanges.length + 1);
  expect(new Set(subjects).size).toBe(subjects.length);
  for (const { text } of await mailsTo("changer@example.com"))
    expect(text.replaceAll("\n", " ")).toMatch(/Its name is my laptop\..*If this was not you/);
});

test("tells an account that is taken over by one mail, not by one about its password as well", async () => {
  const userId = await notifications.addUser("taken@example.com");
  await notifications.append(
    {
      type: "user.credential_changed",
      aggregateId: userId,
      data: { userId, change: "account-taken-over", label: null },
    },
    {
      type: "user.password_changed",
      aggregateId: userId,
      data: { userId, by: "reset", isTakenOver: true },
    },
  );
  await notifications.settle();
  expect(await subjectsTo("taken@example.com")).toEqual(["Your account is yours alone now"]);
});

test("an account that gave its address back is told of its end there, and of nothing afterwards", async () => {
  const userId = await notifications.addUser("x@closed.invalid", "Ada", false);
  const data = { userId, formerEmail: "given-back@example.com" };
  await notifications.append(
    { type: "user.deactivated", aggregateId: userId, data },
    { type: "user.password_changed", aggregateId: userId, data: { userId, by: "change" } },
  );
  await notifications.settle();
  expect(await subjectsTo("given-back@example.com")).toEqual(["Your account is closed"]);
  expect(await mailsTo("x@closed.invalid")).toEqual([]);
});

test("tells a buyer how the order went", async () => {
  const buyerId = await notifications.addUser("buyer@example.com");
  const [paid, failed] = [uuidV7(), uuidV7()];
  await notifications.append(
    {
      type: "order.confirmed",
      aggregateId: paid,
      data: { orderId: paid, buyerId, total: { amountMinor: 1250, currency: "EUR" } },
    },
    {
      type: "order.payment_failed",
      aggregateId: failed,
      data: { orderId: failed, buyerId, reason: "declined" },
    },
  );
  await notifications.settle();
  const [first, second] = (await mailsTo("buyer@example.com")).sort((a, b) =>
    a.subject < b.subject ? -1 : 1,
  );
  expect(first).toMatchObject({
    subject: "Your order is confirmed",
    text: expect.stringContaining("€12.50"),
  });
  expect(second).toMatchObject({ subject: "Your payment failed", text: expect.stringContaining(failed) });
});

test("sends one mail for an event that is delivered three times", async () => {
  const userId = await notifications.addUser("once@example.com");
  await notifications.append(signedIn(userId, false));
  const { sql } = notifications.database;
  // Two more deliveries of the same event, as after a worker that died between its effect and its answer.
  await sql`insert into jobs (id, queue, event_position, priority, is_limited, state, run_at, created_at)
    select gen_random_uuid(), queue, event_position, priority, is_limited, 'waiting', now(), now()
    from jobs, generate_series(1, 2) where queue = 'notifications.mail'`;
  await notifications.settle();
  expect(await mailsTo("once@example.com")).toHaveLength(1);
});

test("sends one mail for a job that is done three times", async () => {
  const userId = await notifications.addUser("job@example.com");
  const { sql } = notifications.database;
  const data = { key: "the-key", userId, email: null, template: { name: "welcome" } };
  for (let round = 0; round < 3; round += 1) {
    await sql`insert into jobs (id, queue, data, priority, is_limited, state, run_at, created_at)
      values (gen_random_uuid(), 'notifications.mail-notice', ${sql.json(data)}, 2, false, 'waiting', now(), now())`;
    await notifications.settle();
  }
  expect(await mailsTo("job@example.com")).toHaveLength(1);
  expect(await sql`select key, template from sent_mails where key = 'the-key'`).toEqual([
    { key: "the-key", template: "welcome" },
  ]);
});

test("carries nobody's words to an address that was not shown to be theirs", async () => {
  const words = "Claim your prize at evil.example";
  const userId = await notifications.addUser("stranger@example.com", words, false);
  const registered = { userId, email: "stranger@example.com", name: words };
  const data = { userId, sessionId: "s", method: "password", isKnownPlace: false, address: "192.0.2.1" };
  await notifications.append(
    { type: "user.registered", aggregateId: userId, data: registered },
    { type: "user.signed_in", aggregateId: userId, data: { ...data, userAgent: words } },
    {
      type: "user.credential_changed",
      aggregateId: userId,
      data: { userId, change: "passkey-added", label: words },
    },
  );
  const moverId = await notifications.addUser("mover@example.com", words);
  const moved = { userId: moverId, formerEmail: "former@example.com", email: "mover@example.com" };
  await notifications.append({ type: "user.email_changed", aggregateId: moverId, data: moved });
  await notifications.settle();
  const mails = [...(await mailsTo("stranger@example.com")), ...(await mailsTo("former@example.com"))];
  expect(mails).toHaveLength(4);
  for (const { text } of mails) expect(text).toMatch(/^Hello,\n/);
  expect(JSON.stringify(mails)).not.toContain(words);
  expect((await mailsTo("mover@example.com"))[0]?.text).toContain(`Hello ${words},`);
});

test("takes names for text, whatever is in them", async () => {
  const userId = await notifications.addUser("tag@example.com", '<img src=x onerror="alert(1)"> & "Co"');
  await notifications.append({
    type: "user.password_changed",
    aggregateId: userId,
    data: { userId, by: "change" },
  });
  await notifications.settle();
  const [mail] = await mailsTo("tag@example.com");
  expect(mail?.html).not.toContain("<img");
  expect(mail?.html).toContain("&lt;img src=x");
  expect(mail?.text).toContain('Hello <img src=x onerror="alert(1)"> & "Co",');
});
