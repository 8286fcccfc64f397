import { uuidV7 } from "@ashlar/kernel";
import { fakeClock } from "@ashlar/testing";
import { expect, test } from "vitest";
import type { AccountLink } from "../src/accounts/account-mail-ports.ts";
import { sendPasswordReset } from "../src/accounts/send-account-mail.ts";
import { openedAccount } from "../src/accounts/user.ts";
import { memoryIdentityStore } from "./memory-identity-store.ts";

test("keeps trying a mail that the mail server refuses, each time with a link that works", async () => {
  await using store = memoryIdentityStore();
  const clock = fakeClock();
  const user = openedAccount({ id: uuidV7(), email: "slow-mail@example.com", name: "Slow" }, clock.now());
  await store.transact(({ users }) => users.add(user, null));
  const sent: string[] = [];
  let refusals = 6;
  const mailer = {
    send: async (_key: string, _letter: unknown, makeLink: () => Promise<AccountLink | null>) => {
      const link = await makeLink();
      refusals -= 1;
      if (refusals >= 0) throw new Error("The mail server is down.");
      if (link !== null) sent.push(link.token);
    },
  };
  const attempt = () => sendPasswordReset({ ...store, clock, mailer }, "one", user.email);
  for (let count = 0; count < 6; count += 1) await expect(attempt()).rejects.toThrow("down");
  await attempt();
  expect(sent).toHaveLength(1);
  expect(await store.accountTokens.find("reset-password", sent[0] ?? "", clock.now())).not.toBeNull();
});
