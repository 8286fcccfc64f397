import { createClient, safe } from "@ashlar/client";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestServer, testServer } from "./test-server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await testServer();
});
afterAll(() => server[Symbol.asyncDispose]());

const password = "a long and winding road";

test("what changes access is written down with who, to whom and from where, and nothing secret", async () => {
  const admin = await server.as("admin");
  const { user, token } = await server.anonymous.auth.register.mutate({
    email: "watched@example.org",
    password,
    name: "Watched",
  });
  const client = createClient({ url: server.url, token });
  await safe(
    server.anonymous.auth.login.mutate({ email: "watched@example.org", password: "not my password" }),
  );
  const newPassword = "another long winding road";
  await safe(client.auth.deactivate.mutate({ currentPassword: "not my password" }));
  await client.auth.changePassword.mutate({ currentPassword: password, newPassword });
  await server.anonymous.auth.login.mutate({ email: "watched@example.org", password: newPassword });
  await admin.users.setRoles.mutate({ id: user.id, roles: ["author"] });
  await client.auth.logout.mutate();
  await admin.users.deactivate.mutate({ id: user.id });

  const filter = { subjectKind: "user", subjectId: user.id };
  const { items } = await admin.audit.list.query({ filter, order: "asc", limit: 50 });
  expect(items.map(({ action }) => action)).toEqual([
    "identity.registered",
    "identity.sign-in-refused",
    "identity.proof-refused",
    "identity.password-changed",
    "identity.signed-in",
    "identity.roles-set",
    "identity.signed-out",
    "identity.deactivated",
  ]);
  const adminId = (await admin.auth.me.query()).user.id;
  expect(items.map(({ actorId }) => actorId)).toEqual([
    user.id,
    null,
    user.id,
    user.id,
    user.id,
    adminId,
    user.id,
    adminId,
  ]);
  expect(items[5]).toMatchObject({ details: { before: ["customer"], after: ["author"] }, via: "session" });
  expect(items[1]).toMatchObject({ via: "public" });
  for (const { requestId, address } of items) {
    expect(requestId).toMatch(/^[0-9a-f-]{36}$/);
    expect(address).toMatch(/127\.0\.0\.1$/);
  }
  const written = JSON.stringify([items, server.logged]);
  for (const secret of [password, newPassword, "not my password", token])
    expect(written).not.toContain(secret);
});

test("the trail is walked by cursor and by number, newest first unless asked otherwise", async () => {
  const staff = await server.as("staff");
  for (let round = 0; round < 3; round += 1) await server.signIn("customer");
  const filter = { action: "identity.signed-in" };
  const first = await staff.audit.list.query({ filter, limit: 2 });
  expect(first.page).toMatchObject({ hasNext: true, hasPrevious: false });
  const next = await staff.audit.list.query({ filter, limit: 2, cursor: first.page.nextCursor });
  const numbered = await staff.audit.list.query({ filter, limit: 2, page: 2 });
  expect(next.items).toEqual(numbered.items);
  expect(numbered.page).toMatchObject({ page: 2, hasPrevious: true });
  const times = [...first.items, ...next.items].map(({ at }) => at.getTime());
  expect(times).toEqual([...times].sort((one, other) => other - one));
  const [, error] = await safe(staff.audit.list.query({ cursor: "nonsense" }));
  expect(error?.data?.failure).toMatchObject({ code: "VALIDATION_FAILED" });
});

test("the trail is for those alone who may read it", async () => {
  const customer = await server.as("customer");
  const [, error] = await safe(customer.audit.list.query());
  expect(error?.data?.failure?.code).toBe("FORBIDDEN");
});
