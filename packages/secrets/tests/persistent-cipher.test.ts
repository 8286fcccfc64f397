import { systemClock } from "@ashlar/kernel";
import { testDatabase } from "@ashlar/testing";
import { expect, test } from "vitest";
import { persistentCipher } from "../src/index.ts";

const secret = "a configured secret of thirty-two letters";

test("a secret that is configured later opens what the kept key has sealed, and seals by itself", async () => {
  await using database = await testDatabase();
  const before = await persistentCipher(database.connection, systemClock, [])();
  const old = before.seal("authenticator", "user 1");
  const after = await persistentCipher(database.connection, systemClock, [secret])();
  expect(after.open(old, "user 1")).toBe("authenticator");
  expect(() => before.open(after.seal("new", "user 1"), "user 1")).toThrow(/unknown key/);
});

test("keeps no key where a secret is configured, and takes none that is short", async () => {
  await using database = await testDatabase();
  const { seal, open } = await persistentCipher(database.connection, systemClock, [secret])();
  expect(open(seal("new", "place"), "place")).toBe("new");
  expect(await database.sql`select 1 from sealing_keys`).toHaveLength(0);
  expect(() => persistentCipher(database.connection, systemClock, ["short"])).toThrow(RangeError);
});
