import { expect, test } from "vitest";
import { allowanceWindowMs, isMailAllowed, type MailCause } from "./mail-allowance.ts";

/** Mails in 24 hours, at worst, where somebody asks every minute for three days. */
function mostInADay(cause: MailCause): number {
  const sent: Date[] = [];
  let most = 0;
  for (let minute = 0; minute < 3 * 1_440; minute += 1) {
    const at = new Date(minute * 60_000);
    const recent = sent.filter((one) => at.getTime() - one.getTime() < allowanceWindowMs).reverse();
    if (isMailAllowed(cause, recent, at)) sent.push(at);
    most = Math.max(most, recent.length);
  }
  return most;
}

test.each<[MailCause, number]>([
  ["account-link", 16],
  ["new-address", 4],
  ["notice", 6],
])("of %s an address gets at most %i in any 24 hours, however often they are asked for", (cause, most) => {
  expect(mostInADay(cause)).toBe(most);
});

test("a link to the account's address can be had again two hours after the last, however many there were", () => {
  const earlier = Array.from({ length: 16 }, (_, index) => new Date(-index * 1_000));
  expect(isMailAllowed("account-link", earlier, new Date(2 * 3_600_000 - 1))).toBe(false);
  expect(isMailAllowed("account-link", earlier, new Date(2 * 3_600_000))).toBe(true);
});
