import { createClient, safe } from "@ashlar/client";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestServer, testServer } from "./test-server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await testServer();
});
afterAll(() => server[Symbol.asyncDispose]());

const newcomer = (email: string) => ({ email, password: "a long and winding road", name: "New Comer" });

test("a newcomer registers, is signed in, signs out and in again", async () => {
  const { user, token } = await server.anonymous.auth.register.mutate(newcomer("New.Comer@Example.org"));
  expect(user).toMatchObject({ email: "new.comer@example.org", roles: ["customer"], status: "active" });
  expect(user.createdAt).toBeInstanceOf(Date);
  const client = createClient({ url: server.url, token });
  const me = await client.auth.me.query();
  expect(me).toMatchObject({
    user: { id: user.id },
    permissions: ["orders:place"],
    authenticatedBy: "session",
  });
  await client.auth.logout.mutate();
  const [, error] = await safe(client.auth.me.query());
  expect(error?.data?.failure?.code).toBe("UNAUTHENTICATED");
  await expect(
    server.anonymous.auth.login.mutate({ email: user.email, password: "a long and winding road" }),
  ).resolves.toBeTruthy();
});

test("a taken email and a guessable password are declared outcomes", async () => {
  await server.anonymous.auth.register.mutate(newcomer("twice@example.org"));
  const [, taken] = await safe(server.anonymous.auth.register.mutate(newcomer("twice@example.org")));
  expect(taken?.data?.failure).toMatchObject({ code: "EMAIL_TAKEN" });
  const [, guessable] = await safe(
    server.anonymous.auth.register.mutate({
      ...newcomer("guess@example.org"),
      password: "guess@example.org!",
    }),
  );
  expect(guessable?.data?.failure).toMatchObject({
    code: "PASSWORD_REFUSED",
    details: { reason: "contains-account-data" },
  });
});

test("an unknown email and a wrong password answer alike", async () => {
  const answers = await Promise.all(
    ["customer@ashlar.test", "nobody@ashlar.test"].map(async (email) => {
      const [, error] = await safe(
        server.anonymous.auth.login.mutate({ email, password: "not the password" }),
      );
      return [error?.message, error?.data?.httpStatus, error?.data?.failure];
    }),
  );
  expect(answers[0]).toEqual(answers[1]);
  expect(answers[0]).toMatchObject([
    "The email or the password is wrong.",
    401,
    { code: "INVALID_CREDENTIALS" },
  ]);
});

test("a new password ends the other sessions and keeps this one", async () => {
  const { token } = await server.anonymous.auth.register.mutate(newcomer("changes@example.org"));
  const other = await server.anonymous.auth.login.mutate({
    email: "changes@example.org",
    password: "a long and winding road",
  });
  const client = createClient({ url: server.url, token });
  await client.auth.changePassword.mutate({
    currentPassword: "a long and winding road",
    newPassword: "another long winding road",
  });
  await expect(client.auth.me.query()).resolves.toBeTruthy();
  const [, error] = await safe(createClient({ url: server.url, token: other.token }).auth.me.query());
  expect(error?.data?.httpStatus).toBe(401);
});

test("a session is listed without its token and revoked by its public id", async () => {
  const { token } = await server.anonymous.auth.register.mutate(newcomer("sessions@example.org"));
  const other = await server.anonymous.auth.login.mutate({
    email: "sessions@example.org",
    password: "a long and winding road",
  });
  const client = createClient({ url: server.url, token });
  const sessions = await client.auth.sessions.list.query();
  expect(sessions.filter(({ isCurrent }) => isCurrent)).toHaveLength(1);
  expect(JSON.stringify(sessions)).not.toContain(other.token);
  const elsewhere = sessions.find(({ isCurrent }) => !isCurrent);
  await client.auth.sessions.revoke.mutate({ id: elsewhere?.id ?? "" });
  const [, error] = await safe(createClient({ url: server.url, token: other.token }).auth.me.query());
  expect(error?.data?.httpStatus).toBe(401);
});

test("a role taken away is gone with the next call", async () => {
  const admin = await server.as("admin");
  const { user, token } = await server.anonymous.auth.register.mutate(newcomer("promoted@example.org"));
  const client = createClient({ url: server.url, token });
  const draft = { title: "First words", body: "Here." };
  expect((await safe(client.posts.create.mutate(draft)))[1]?.data?.failure?.code).toBe("FORBIDDEN");
  await admin.users.setRoles.mutate({ id: user.id, roles: ["author"] });
  await expect(client.posts.create.mutate(draft)).resolves.toMatchObject({ status: "draft" });
  await admin.users.setRoles.mutate({ id: user.id, roles: ["customer"] });
  expect((await safe(client.posts.create.mutate(draft)))[1]?.data?.failure?.code).toBe("FORBIDDEN");
});

test("a stranger's id and an unknown id answer alike", async () => {
  const customer = await server.as("customer");
  const { user } = await server.anonymous.auth.register.mutate(newcomer("stranger@example.org"));
  const unknown = "01900000-0000-7000-8000-000000000000";
  const answers = await Promise.all([user.id, unknown].map((id) => safe(customer.users.get.query({ id }))));
  const told = answers.map(([, error]) => [
    error?.message,
    error?.data?.httpStatus,
    error?.data?.failure?.code,
  ]);
  expect(told[0]).toEqual(told[1]);
  expect(told[0]).toEqual([expect.any(String), 404, "USER_NOT_FOUND"]);
});
