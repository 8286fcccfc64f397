import { uuidV7 } from "@ashlar/kernel";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { deactivated, granted, openedAccount, type User } from "../src/accounts/user.ts";
import { absoluteEnd, sessionLifetime } from "../src/sessions/session-lifetime.ts";
import type { UserQuery } from "../src/shared/ports.ts";
import type { IdentityStore } from "./identity-store.ts";
import { memoryIdentityStore } from "./memory-identity-store.ts";
import { postgresIdentityStore } from "./postgres-identity-store.ts";

const nowMs = Math.floor(Date.now() / 1_000) * 1_000;
const second = (count: number): Date => new Date(nowMs + count * 1_000);
const origin = { userAgent: "contract", address: "192.0.2.1" };
const newest: UserQuery = { limit: 20, sort: "createdAt", order: "desc" };

describe.each([
  ["memory", async (): Promise<IdentityStore> => memoryIdentityStore()],
  ["PostgreSQL", postgresIdentityStore],
])("the ports of identity on %s", (_, open) => {
  let store: IdentityStore;
  beforeAll(async () => {
    store = await open();
  });
  afterAll(() => store[Symbol.asyncDispose]());

  const add = async (email: string, at = second(0), name = "Contract"): Promise<User> => {
    const user = openedAccount({ id: uuidV7(), email, name }, at);
    await store.transact(({ users }) => users.add(user, `hash of ${email}`));
    return user;
  };
  const openSession = (userId: string, at: Date) =>
    store.transact(({ sessions }) => sessions.open(userId, origin, at));
  const sessionsOf = (userId: string) => store.sessions.listOf(userId, second(0));

  it("reads back an account as it was added, by id and by email, and keeps the hash apart", async () => {
    const user = await add("added@example.com");
    const credentials = { user, passwordHash: "hash of added@example.com" };
    expect(await store.users.find(user.id)).toEqual(user);
    expect(await store.users.credentialsOf(user.id)).toEqual(credentials);
    expect(await store.users.credentialsByEmail(user.email)).toEqual(credentials);
    expect(await store.transact(({ users }) => users.lock(user.id))).toEqual(credentials);
  });

  it("finds nobody where there is nobody", async () => {
    const id = uuidV7();
    expect(await store.users.find(id)).toBeNull();
    expect(await store.users.credentialsOf(id)).toBeNull();
    expect(await store.users.credentialsByEmail("nobody@example.com")).toBeNull();
    expect(await store.transact(({ users }) => users.lock(id))).toBeNull();
    expect(await sessionsOf(id)).toEqual([]);
  });

  it("refuses a second account with an email, and keeps the first", async () => {
    const user = await add("taken@example.com");
    const taken = { code: "EMAIL_TAKEN", details: { email: user.email } };
    await expect(add(user.email)).rejects.toMatchObject(taken);
    expect((await store.users.credentialsByEmail(user.email))?.user.id).toBe(user.id);
  });

  it("forgets all of a unit of work that fails", async () => {
    const user = await add("rolled-back@example.com");
    const failing = store.transact(async ({ users, sessions }) => {
      await users.save({ ...user, name: "Changed" });
      await users.setPassword(user.id, "changed", second(1));
      await sessions.open(user.id, origin, second(1));
      throw new Error("no");
    });
    await expect(failing).rejects.toThrow("no");
    expect(await store.users.credentialsOf(user.id)).toEqual({
      user,
      passwordHash: "hash of rolled-back@example.com",
    });
    expect(await sessionsOf(user.id)).toEqual([]);
  });

  it("writes name, roles, status and password", async () => {
    const user = await add("changed@example.com");
    const changed = deactivated(granted({ ...user, name: "New" }, ["staff"], second(1)), second(2));
    await store.transact(async ({ users }) => {
      await users.save(changed);
      await users.setPassword(user.id, "new hash", second(3));
    });
    const expected = { user: { ...changed, updatedAt: second(3) }, passwordHash: "new hash" };
    expect(await store.users.credentialsOf(user.id)).toEqual(expected);
  });

  it("names the administrators that are active", async () => {
    const [active, closed] = [await add("active-admin@example.com"), await add("closed-admin@example.com")];
    await store.transact(async ({ users }) => {
      await users.save(granted(active, ["admin", "staff"], second(1)));
      await users.save(deactivated(granted(closed, ["admin"], second(1)), second(1)));
    });
    expect(await store.transact(({ users }) => users.lockActiveAdmins())).toEqual(new Set([active.id]));
  });

  it("walks a list by cursor and by number alike", async () => {
    for (let index = 0; index < 7; index += 1) {
      const { id } = await add(`list${index}@example.com`, second(100 + (index >> 1)));
      const author = await store.users.find(id);
      if (author) await store.transact(({ users }) => users.save(granted(author, ["author"], second(200))));
    }
    const query: UserQuery = { ...newest, filter: { role: "author" }, limit: 3 };
    const first = await store.users.list(query);
    const next = await store.users.list({ ...query, cursor: first.page.nextCursor });
    const numbered = await store.users.list({ ...query, page: 2 });
    expect(next.items).toEqual(numbered.items);
    expect(first.page).toMatchObject({ hasNext: true, hasPrevious: false });
    expect(next.page).toMatchObject({ hasNext: true, hasPrevious: true });
    expect(numbered.page).toMatchObject({ page: 2, total: 7, totalPages: 3, hasPrevious: true });
    await expect(store.users.list({ ...query, cursor: "nonsense" })).rejects.toMatchObject({
      code: "VALIDATION_FAILED",
    });
  });

  it("opens sessions that last 30 days unused and 90 at most, and lists them newest first", async () => {
    const { id } = await add("sessions@example.com");
    const granted = await openSession(id, second(0));
    const other = await openSession(id, second(1));
    expect(granted.endsAt).toEqual(absoluteEnd(second(0)));
    expect(granted.token).not.toBe(other.token);
    const [newer, older] = await sessionsOf(id);
    expect(older).toMatchObject({ userId: id, createdAt: second(0), lastSeenAt: second(0), ...origin });
    expect(newer?.createdAt).toEqual(second(1));
    const idleMs = (older?.expiresAt.getTime() ?? 0) - nowMs - sessionLifetime.idleMs;
    expect(Math.abs(idleMs)).toBeLessThan(30_000);
    expect(await store.sessions.listOf(id, absoluteEnd(second(0)))).toEqual([]);
  });

  it("ends one session of a user, all but one, and all, and nobody else's", async () => {
    const [mine, theirs] = [await add("mine@example.com"), await add("theirs@example.com")];
    for (let index = 0; index < 4; index += 1) await openSession(mine.id, second(index));
    await openSession(theirs.id, second(0));
    const [kept, ended] = await sessionsOf(mine.id);
    const end = (userId: string) => store.transact(({ sessions }) => sessions.end(userId, ended?.id ?? ""));
    expect([await end(theirs.id), await end(mine.id), await end(mine.id)]).toEqual([false, true, false]);
    expect(await sessionsOf(mine.id)).toHaveLength(3);
    await store.transact(({ sessions }) => sessions.endAll(mine.id, kept?.id));
    expect(await sessionsOf(mine.id)).toEqual([kept]);
    await store.transact(({ sessions }) => sessions.endAll(mine.id));
    expect(await sessionsOf(mine.id)).toEqual([]);
    expect(await sessionsOf(theirs.id)).toHaveLength(1);
  });
});
