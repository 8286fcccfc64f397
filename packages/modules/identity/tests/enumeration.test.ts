import { expect, test } from "vitest";
import { countedWork } from "./counted-work.ts";
import { identityHarness } from "./identity-harness.ts";

test("does the same work to refuse an unknown email as a known one, with a second factor or without", async () => {
  const { work, hashes } = countedWork();
  await using identity = await identityHarness({ passwordWork: work });
  await identity.register("plain@example.com");
  const actor = await identity.actorWith("factor@example.com");
  await identity.call("auth.secondFactor.enrol", undefined, actor);
  await identity.database.sql`update totp_factors set confirmed_at = now()`;
  const emails = ["nobody@example.com", "plain@example.com", "factor@example.com"];
  const soFar = () => {
    const { read, write } = identity.database.connection.stats();
    return [hashes(), read.statements, write.statements, write.transactions];
  };
  const works = new Set<string>();
  for (let round = 0; round < 5; round += 1) {
    for (const email of emails) {
      const before = soFar();
      const input = { email, password: "not the password at all" };
      const refused = identity.call("auth.login", input, null, `10.9.${round}.1`);
      await expect(refused).rejects.toMatchObject({ code: "INVALID_CREDENTIALS" });
      works.add(
        soFar()
          .map((count, index) => count - (before[index] ?? 0))
          .join(" "),
      );
    }
  }
  expect([...works]).toHaveLength(1);
  expect([...works][0]).toMatch(/^1 /);
});
