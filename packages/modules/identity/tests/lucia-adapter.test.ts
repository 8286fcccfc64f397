import assert from "node:assert/strict";
import { uuidV7 } from "@ashlar/kernel";
import { testDatabase } from "@ashlar/testing";
import { databaseUser, testAdapter } from "@lucia-auth/adapter-test";
import type { Adapter, DatabaseSession } from "lucia";
import { expect, test, vi } from "vitest";
import { users } from "../src/infrastructure/tables.ts";
import { postgresLuciaAdapter } from "../src/sessions/infrastructure/lucia/postgres-lucia-adapter.ts";
import { tokenHash } from "../src/sessions/infrastructure/lucia/token-hash.ts";

const tenYearsMs = 10 * 365 * 86_400_000;

/** Attributes of the third-party suite, which knows nothing of ours. */
type Foreign = Record<string, unknown>;

/**
 * Dresses the adapter for the third-party suite: its session attribute travels as the user agent, its user attribute is
 * taken for granted, and a session listed by hash is recognised by the token that the suite gave. All else is the
 * adapter's.
 */
function dressed(adapter: Adapter, userAttributes: Foreign): Adapter {
  const tokens = new Map<string, string>();
  const shown = (session: DatabaseSession): DatabaseSession => {
    const attributes: Foreign = { country: session.attributes.userAgent };
    return { ...session, id: tokens.get(session.id) ?? session.id, attributes: attributes as never };
  };
  return {
    ...adapter,
    setSession: async (session) => {
      tokens.set(tokenHash(session.id), session.id);
      const at = new Date();
      const { country } = session.attributes as unknown as { readonly country: string };
      const attributes = {
        publicId: uuidV7(),
        createdAt: at,
        lastSeenAt: at,
        userAgent: country,
        address: null,
        secondFactorAt: null,
      };
      await adapter.setSession({ ...session, attributes });
    },
    getUserSessions: async (userId) => (await adapter.getUserSessions(userId)).map(shown),
    getSessionAndUser: async (token) => {
      const [session, user] = await adapter.getSessionAndUser(token);
      if (session === null || user === null) return [null, null];
      assert.deepEqual(user.attributes, { roles: ["customer"], status: "active" });
      return [shown(session), { ...user, attributes: userAttributes as never }];
    },
  };
}

test.each([
  ["on the machine's clock", { now: () => new Date() }],
  ["on a clock that is years ahead", { now: () => new Date(Date.now() + tenYearsMs) }],
])("passes Lucia's own suite for adapters %s", async (_, clock) => {
  await using database = await testDatabase();
  const { connection } = database;
  using narration = vi.spyOn(console, "log").mockImplementation(() => undefined);
  databaseUser.id = uuidV7();
  await connection.transact((tx) =>
    tx.insert(users).values({
      id: databaseUser.id,
      email: "suite@example.com",
      name: "Suite",
      passwordHash: "-",
      roles: ["customer"],
      status: "active",
      createdAt: new Date(),
      updatedAt: new Date(),
    }),
  );
  const adapter = postgresLuciaAdapter({ db: connection.read, write: connection.transact, clock });
  await testAdapter(dressed(adapter, databaseUser.attributes as unknown as Foreign));
  expect(narration).toHaveBeenLastCalledWith(expect.stringContaining("Adapter passed all tests"));
});
