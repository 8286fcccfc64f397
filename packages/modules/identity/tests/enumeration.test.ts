import { expect, test } from "vitest";
import { identityHarness } from "./identity-harness.ts";

const rounds = 40;
const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[rounds / 2] ?? 0;

test("takes as long to refuse an unknown email as a known one, with a second factor or without", async () => {
  await using identity = await identityHarness();
  await identity.register("plain@example.com");
  const actor = await identity.actorWith("factor@example.com");
  await identity.call("auth.secondFactor.enrol", undefined, actor);
  await identity.database.sql`update totp_factors set confirmed_at = now()`;
  const emails = ["nobody@example.com", "plain@example.com", "factor@example.com"];
  const durationsMs = new Map(emails.map((email) => [email, [] as number[]]));
  for (let round = 0; round < rounds; round += 1) {
    for (const email of emails) {
      const startedMs = performance.now();
      const input = { email, password: "not the password at all" };
      const refused = identity.call("auth.login", input, null, `10.9.${round}.1`);
      await expect(refused).rejects.toMatchObject({ code: "INVALID_CREDENTIALS" });
      durationsMs.get(email)?.push(performance.now() - startedMs);
    }
  }
  const medians = [...durationsMs.values()].map(median);
  // Hashes are cheap here, so what differs would show; the noise of the machine is within a third.
  expect(Math.max(...medians) / Math.min(...medians)).toBeLessThan(1.34);
});
