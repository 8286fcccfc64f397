import type { Actor } from "@ashlar/kernel";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type IdentityHarness, identityHarness, password } from "./identity-harness.ts";

const unknownId = "01930b1c-9a3e-7c3d-8a57-6d9c3c1f0a11";

let identity: IdentityHarness;
let admin: Actor;
let staff: Actor;
let customer: Actor;
beforeAll(async () => {
  identity = await identityHarness();
  admin = await identity.actorWith("admin@example.com", ["admin"]);
  staff = await identity.actorWith("staff@example.com", ["staff"]);
  customer = await identity.actorWith("customer@example.com");
});
afterAll(() => identity[Symbol.asyncDispose]());

const notFound = (userId: string) =>
  expect.objectContaining({ code: "USER_NOT_FOUND", details: { userId }, message: "There is no such user." });

test("shows a user to itself and to staff", async () => {
  const shown = { id: customer.userId, email: "customer@example.com", roles: ["customer"], status: "active" };
  expect(await identity.call("users.get", { id: customer.userId }, customer)).toMatchObject(shown);
  expect(await identity.call("users.get", { id: customer.userId.toUpperCase() }, staff)).toMatchObject(shown);
});

test("answers a stranger's id exactly as an unknown one", async () => {
  for (const id of [admin.userId, unknownId]) {
    await expect(identity.call("users.get", { id }, customer)).rejects.toEqual(notFound(id));
    await expect(identity.call("users.update", { id, name: "Mallory" }, customer)).rejects.toEqual(
      notFound(id),
    );
  }
  await expect(identity.call("users.get", { id: unknownId }, staff)).rejects.toEqual(notFound(unknownId));
  await expect(identity.call("users.update", { id: customer.userId, name: "N" }, staff)).rejects.toEqual(
    notFound(customer.userId),
  );
});

test("lets users change their own name, and administrators anybody's", async () => {
  const rename = (actor: Actor, name: string) =>
    identity.call("users.update", { id: customer.userId, name }, actor);
  expect(await rename(customer, "Kim")).toMatchObject({ name: "Kim" });
  expect(await rename(admin, "Kim Lee")).toMatchObject({ name: "Kim Lee" });
  expect(await identity.call("users.get", { id: customer.userId }, customer)).toMatchObject({
    name: "Kim Lee",
  });
});

test("keeps a user's settings, and changes the fields that are given", async () => {
  const { id, ...settings } = { id: customer.userId, locale: "en", wantsNews: false };
  const read = (actor: Actor) => identity.call("users.settings.get", { id }, actor);
  expect(await read(customer)).toMatchObject(settings);
  const changed = await identity.call("users.settings.update", { id, locale: "pt-BR" }, customer);
  expect(changed).toMatchObject({ locale: "pt-BR", wantsNews: false });
  expect(await identity.call("users.settings.update", { id, locale: "pt-BR" }, customer)).toEqual(changed);
  await identity.call("users.settings.update", { id, wantsNews: true }, admin);
  expect(await read(staff)).toMatchObject({ locale: "pt-BR", wantsNews: true });
  await expect(identity.call("users.settings.update", { id, wantsNews: false }, staff)).rejects.toEqual(
    notFound(id),
  );
  await expect(identity.call("users.settings.get", { id: admin.userId }, customer)).rejects.toEqual(
    notFound(admin.userId),
  );
});

test("opens an account for somebody else, who can sign in", async () => {
  const input = { email: "Made@example.com", name: "Made", password };
  const created = await identity.call("users.create", input, admin);
  expect(created).toMatchObject({ email: "made@example.com", roles: ["customer"], status: "active" });
  expect(Object.keys(created as object)).not.toContain("passwordHash");
  expect(await identity.login("made@example.com")).toBeDefined();
  await expect(identity.call("users.create", input, admin)).rejects.toMatchObject({ code: "EMAIL_TAKEN" });
});

test("keeps each role once, in one order", async () => {
  const { user } = await identity.register("roles@example.com");
  const input = { id: user.id, roles: ["staff", "author", "staff"] };
  expect(await identity.call("users.setRoles", input, admin)).toMatchObject({ roles: ["author", "staff"] });
});

test("never leaves the service without an active administrator", async () => {
  const last = { code: "LAST_ADMIN", details: { userId: admin.userId } };
  const { user } = await identity.register("former-admin@example.com");
  await identity.call("users.setRoles", { id: user.id, roles: ["admin"] }, admin);
  await identity.call("users.deactivate", { id: user.id }, admin);

  const demote = identity.call("users.setRoles", { id: admin.userId, roles: ["staff"] }, admin);
  await expect(demote).rejects.toMatchObject(last);
  await expect(identity.call("users.deactivate", { id: admin.userId }, admin)).rejects.toMatchObject(last);
});

test("closes an account once; closing it again changes nothing", async () => {
  const { user } = await identity.register("twice@example.com");
  const first = await identity.call("users.deactivate", { id: user.id }, admin);
  identity.clock.advance(1_000);
  expect(await identity.call("users.deactivate", { id: user.id }, admin)).toEqual(first);
  expect(first).toMatchObject({ status: "deactivated" });
});

test.each(["users.setRoles", "users.deactivate"])(
  "says of %s that an unknown user is unknown",
  async (path) => {
    const input = { id: unknownId, ...(path === "users.setRoles" && { roles: ["staff"] }) };
    await expect(identity.call(path, input, admin)).rejects.toEqual(notFound(unknownId));
  },
);

test.each([
  ["users.list", {}, "staff"],
  ["users.create", { email: "x@example.com", name: "X", password }, "admin"],
  ["users.setRoles", { id: unknownId, roles: ["admin"] }, "admin"],
  ["users.deactivate", { id: unknownId }, "admin"],
])("refuses %s to who lacks the permission, and to nobody", async (path, input, least) => {
  await expect(identity.call(path, input, customer)).rejects.toMatchObject({ name: "Forbidden" });
  if (least === "admin") {
    await expect(identity.call(path, input, staff)).rejects.toMatchObject({ name: "Forbidden" });
  }
  await expect(identity.call(path, input)).rejects.toMatchObject({ name: "Unauthenticated" });
});
