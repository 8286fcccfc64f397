import { uuidV7 } from "@ashlar/kernel";
import { fakeClock } from "@ashlar/testing";
import { expect, test } from "vitest";
import { sendPasswordReset } from "../src/application/send-account-mail.ts";
import { openedAccount } from "../src/domain/user.ts";
import { memoryIdentityStore } from "./memory-identity-store.ts";

test("goes on trying a mail that the mail server refuses, however many links that makes", async () => {
  await using store = memoryIdentityStore();
  const clock = fakeClock();
  const user = openedAccount({ id: uuidV7(), email: "slow-mail@example.com", name: "Slow" }, clock.now());
  await store.transact(({ users }) => users.add(user, null));
  const sent: string[] = [];
  let refusals = 6;
  const mailer = {
    send: async (_key: string, { token }: { readonly token: string }) => {
      refusals -= 1;
      if (refusals >= 0) throw new Error("The mail server is down.");
      sent.push(token);
    },
  };
  const attempt = (isRepeated: boolean) =>
    sendPasswordReset({ ...store, clock, mailer }, { key: "one", isRepeated }, user.email);
  await expect(attempt(false)).rejects.toThrow("down");
  for (let count = 0; count < 5; count += 1) await expect(attempt(true)).rejects.toThrow("down");
  await attempt(true);
  expect(sent).toHaveLength(1);
  expect(await store.accountTokens.find("reset-password", sent[0] ?? "", clock.now())).not.toBeNull();
  // Another request meanwhile is not worth a sixth link.
  await attempt(false);
  expect(sent).toHaveLength(1);
});
