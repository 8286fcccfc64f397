import { setTimeout as wait } from "node:timers/promises";
import { expect, test, vi } from "vitest";
import { identityHarness, identityOn, password } from "./identity-harness.ts";

test("refuses a revoked session in another process at once, by notification", async () => {
  await using identity = await identityHarness();
  const other = identityOn(identity.database, identity.clock);
  const stop = await other.listen();
  const { token } = await identity.register("notified@example.com");
  const actor = await identity.actorOf(token);
  expect(await other.authenticate({ token, via: "cookie" })).not.toBeNull();
  // What is remembered does not grow old meanwhile, so only the notification ends it.
  using _ = vi.spyOn(performance, "now").mockReturnValue(performance.now());
  await identity.call("auth.logout", undefined, actor);
  while ((await other.authenticate({ token, via: "cookie" })) !== null) await wait(2);
  await stop();
});

test("refuses a revoked session in another process within one second without any notification", async () => {
  await using identity = await identityHarness();
  const deaf = identityOn(identity.database, identity.clock);
  const { token } = await identity.register("deaf@example.com");
  const actor = await identity.actorOf(token);
  await deaf.authenticate({ token, via: "cookie" });
  await identity.call("auth.logoutEverywhere", undefined, actor);
  await wait(1_000);
  expect(await deaf.authenticate({ token, via: "cookie" })).toBeNull();
});

test("gives and takes permissions on the user's next call, in every process", async () => {
  await using identity = await identityHarness();
  const other = identityOn(identity.database, identity.clock);
  const stop = await other.listen();
  const admin = await identity.actorWith("admin@example.com", ["admin"]);
  const { user, token } = await identity.register("promoted@example.com");
  await identity.actorOf(token);
  await other.authenticate({ token, via: "bearer" });
  await identity.call("users.setRoles", { id: user.id, roles: ["staff"] }, admin);
  expect((await identity.actorOf(token)).permissions.has("users:read")).toBe(true);
  await expect
    .poll(async () => (await other.authenticate({ token, via: "bearer" }))?.roles, {
      timeout: 800,
      interval: 5,
    })
    .toEqual(["staff"]);
  await stop();
});

test("ends the sessions of an account as it is closed", async () => {
  await using identity = await identityHarness();
  const admin = await identity.actorWith("admin@example.com", ["admin"]);
  const { user, token } = await identity.register("closing@example.com");
  await identity.actorOf(token);
  await identity.call("users.deactivate", { id: user.id }, admin);
  expect(await identity.module.authenticate({ token, via: "cookie" })).toBeNull();
});

test("an administrator ends a user's sessions and leaves the account open", async () => {
  await using identity = await identityHarness();
  const admin = await identity.actorWith("admin@example.com", ["admin"]);
  const { user, token } = await identity.register("lost-laptop@example.com");
  const actor = await identity.actorOf(token);
  const end = (id: string, as = admin) => identity.call("users.endSessions", { id }, as);
  await end(user.id);
  expect(await identity.module.authenticate({ token, via: "cookie" })).toBeNull();
  expect(await identity.call("auth.login", { email: "lost-laptop@example.com", password })).toBeDefined();
  await expect(end("01890a5d-ac96-774b-bcce-b302099a8057")).rejects.toMatchObject({ code: "USER_NOT_FOUND" });
  await expect(end(admin.userId, actor)).rejects.toThrow();
  expect(await identity.call("users.get", { id: user.id }, admin)).toMatchObject({ status: "active" });
});

test.each(["users.endSessions", "users.deactivate"])(
  "%s takes the caller's own cookie back when the account is the caller's, and no other's",
  async (path) => {
    await using identity = await identityHarness();
    const { user } = await identity.register("other@example.com");
    await identity.actorWith("second-admin@example.com", ["admin"]);
    const admin = await identity.actorWith("admin@example.com", ["admin"]);
    await identity.call(path, { id: user.id }, admin);
    expect(identity.granted).not.toContain(null);
    await identity.call(path, { id: admin.userId }, admin);
    expect(identity.granted.at(-1)).toBeNull();
  },
);
