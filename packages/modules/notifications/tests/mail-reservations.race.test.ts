import { afterAll, beforeAll, expect, test } from "vitest";
import { type NotificationsHarness, notificationsHarness } from "./notifications-harness.ts";

let notifications: NotificationsHarness;
beforeAll(async () => {
  notifications = await notificationsHarness();
});
afterAll(() => notifications[Symbol.asyncDispose]());

/** Mails a link. @param make - What makes it; it fails where the mail server would. */
const mail = (key: string, to: string, make: () => Promise<null> | Promise<Link> = async () => link) =>
  notifications.module.accountMailer.send(key, { template: "reset-password", to }, make);

type Link = { readonly name: null; readonly token: string; readonly minutes: number };
const link: Link = { name: null, token: "t", minutes: 30 };

const mailsTo = async (address: string): Promise<number> =>
  ((await notifications.module.mailbox?.list()) ?? []).filter(({ to }) => to.address === address).length;

test("of twenty mails at once to one address five go out, and no link is made for the others", async () => {
  let made = 0;
  const make = async () => {
    made += 1;
    return link;
  };
  const to = "many@example.com";
  await Promise.all(Array.from({ length: 20 }, (_, index) => mail(`many-${index}`, to, make)));
  expect([await mailsTo(to), made]).toEqual([5, 5]);
  await mail("other", "other@example.com");
  expect(await mailsTo("other@example.com")).toBe(1);
});

test("a mail that is tried again and again counts once", async () => {
  const to = "slow@example.com";
  const fail = () => Promise.reject(new Error("The mail server is down."));
  for (let attempt = 0; attempt < 8; attempt += 1) await expect(mail("slow", to, fail)).rejects.toThrow();
  for (const key of ["slow", "second", "third", "fourth", "fifth", "sixth"]) await mail(key, to);
  expect(await mailsTo(to)).toBe(5);
});
