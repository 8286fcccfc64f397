import { afterAll, beforeAll, expect, test } from "vitest";
import { type NotificationsHarness, notificationsHarness } from "./notifications-harness.ts";
import { smtpServer, type TestSmtpServer } from "./smtp-server.ts";

let smtp: TestSmtpServer;
let notifications: NotificationsHarness;
beforeAll(async () => {
  smtp = await smtpServer();
  notifications = await notificationsHarness({ kind: "smtp", url: smtp.url });
});
afterAll(async () => {
  await notifications[Symbol.asyncDispose]();
  await smtp[Symbol.asyncDispose]();
});

test("hands a mail over by SMTP: sender, recipient, both forms, and a link whose token is in its fragment", async () => {
  const letter = { template: "reset-password", to: "ada@example.com" } as const;
  const made = { name: "Ada", token: "the-token", minutes: 30 };
  await notifications.module.accountMailer.send("reset-1", letter, async () => made);
  const link = "https://app.example/account/reset-password#token=the-token";
  expect(smtp.received.at(-1)).toMatchObject({
    from: "shop@example.com",
    to: ["ada@example.com"],
    mail: {
      from: { name: "Shop", address: "shop@example.com" },
      to: [{ name: "Ada", address: "ada@example.com" }],
      subject: "Set a new password",
      messageId: "<reset-1@ashlar>",
      text: expect.stringMatching(/^Hello Ada,/),
      html: expect.stringMatching(/^<!DOCTYPE html/i),
    },
  });
  const mail = smtp.received.at(-1)?.mail;
  expect(mail?.text).toContain(link);
  expect(mail?.html).toContain(`href="${link}"`);
});

test("keeps a recipient's name from becoming a header or another recipient", async () => {
  const letter = { template: "verify-email", to: "ada@example.com" } as const;
  const name = 'Ada\r\nBcc: evil@example.com, "Eve" <eve@example.com>';
  await notifications.module.accountMailer.send("inject-1", letter, async () => ({
    name,
    token: "t",
    minutes: 60,
  }));
  const received = smtp.received.at(-1);
  expect(received?.to).toEqual(["ada@example.com"]);
  expect(received?.mail.headers.filter(({ key }) => key === "bcc")).toEqual([]);
});

test("tries a mail again that the server did not take, and sends it once", async () => {
  const userId = await notifications.addUser("later@example.com");
  smtp.refuseWith(451);
  const before = smtp.received.length;
  await notifications.append({
    type: "user.password_changed",
    aggregateId: userId,
    data: { userId, by: "change" },
  });
  const worker = notifications.spine.startWorker();
  const { sql } = notifications.database;
  await expect
    .poll(
      async () => (await sql`select failure from jobs where queue = 'notifications.mail-notice'`)[0]?.failure,
      {
        timeout: 10_000,
      },
    )
    .toMatch(/Try later/);
  smtp.refuseWith(null);
  await sql`update jobs set run_at = now() where state = 'waiting'`;
  await expect.poll(() => smtp.received.length, { timeout: 10_000 }).toBe(before + 1);
  await worker.stop();
  expect(smtp.received.at(-1)?.to).toEqual(["later@example.com"]);
});
