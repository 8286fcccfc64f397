import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type IdentityApp, identityApp } from "./identity-app.ts";
import { told } from "./told.ts";

const password = "violet harbour mango 71";
const account = (email: string) => ({ email, password, name: "Some Body" });

describe.each([
  [
    "production",
    true,
    /^__Host-ashlar_session=[a-z2-7]{40}; Expires=[^;]+; HttpOnly; Path=\/; SameSite=Lax; Secure$/,
  ],
  ["development", false, /^ashlar_session=[a-z2-7]{40}; Expires=[^;]+; HttpOnly; Path=\/; SameSite=Lax$/],
])("accounts, through HTTP with the real client, in %s", (_, isProduction, cookieShape) => {
  let app: IdentityApp;
  beforeAll(async () => {
    app = await identityApp(isProduction);
  });
  afterAll(() => app[Symbol.asyncDispose]());
  afterEach(() => expect(app.bugs).toEqual([]));

  it("signs a browser in by cookie and out again", async () => {
    const { client, cookies } = app.browser();
    const { user } = await client.auth.register.mutate(account("browser@example.com"));
    expect(cookies).toEqual([expect.stringMatching(cookieShape)]);
    expect((await client.auth.me.query()).user).toEqual(user);
    expect(await client.auth.session.query()).toEqual(await client.auth.me.query());
    await client.auth.logout.mutate();
    expect(await client.auth.session.query()).toBeNull();
    expect(cookies.at(-1)).toMatch(/^(__Host-)?ashlar_session=; HttpOnly; Max-Age=0; Path=\/; SameSite=Lax/);
    expect(await told(client.auth.me.query())).toMatchObject({ status: 401 });
  });

  it("ends the session whose place a new one takes in the browser, and no other", async () => {
    const { client, cookies } = app.browser();
    const tokens = () => cookies.map((cookie) => /session=([a-z2-7]{40})/.exec(cookie)?.[1] ?? "");
    await client.auth.register.mutate(account("again@example.com"));
    const { token: script } = await app.anonymous.auth.login.mutate({ email: "again@example.com", password });
    await client.auth.login.mutate({ email: "again@example.com", password });
    await app.clientOf(script).auth.login.mutate({ email: "again@example.com", password });
    const [first = "", second = ""] = tokens();
    expect(await told(app.clientOf(first).auth.me.query())).toMatchObject({ status: 401 });
    for (const alive of [second, script]) await app.clientOf(alive).auth.me.query();
    await expect(client.auth.login.mutate({ email: "again@example.com", password: "no" })).rejects.toThrow();
    expect(await client.auth.me.query()).toBeDefined();
  });

  it("takes a cookie that was tampered with for nobody's", async () => {
    const { client, cookies } = app.browser();
    await client.auth.register.mutate(account("tampered@example.com"));
    const [name = "", token = ""] = cookies[0]?.split(/[=;]/) ?? [];
    for (const forged of [
      `${token}a`,
      token.slice(1),
      token.toUpperCase(),
      `${token.slice(0, 39)}'`,
      "%00",
      "🍪",
    ]) {
      cookies.push(`${name}=${encodeURIComponent(forged)}`);
      expect(await told(client.auth.me.query())).toMatchObject({ status: 401 });
    }
  });

  it("answers an unknown email, a wrong password and a closed account alike in status and body", async () => {
    const { user } = await app.anonymous.auth.register.mutate(account("alike@example.com"));
    const login = (email: string, given: string) =>
      told(app.anonymous.auth.login.mutate({ email, password: given }));
    const wrong = await login("alike@example.com", "not the password");
    const unknown = await login("unknown@example.com", password);
    await app.database.sql`update users set status = 'deactivated' where id = ${user.id}`;
    const closed = await login("alike@example.com", password);
    expect(wrong).toEqual({
      message: "The email or the password is wrong.",
      status: 401,
      failure: { code: "INVALID_CREDENTIALS", details: {} },
    });
    expect([unknown, closed]).toEqual([wrong, wrong]);
  });

  it("never shows a hash, and never repeats a password", async () => {
    const { user, token } = await app.anonymous.auth.register.mutate(account("shown@example.com"));
    const client = app.clientOf(token);
    const answers = [user, await client.auth.me.query(), await client.auth.sessions.list.query()];
    expect(JSON.stringify(answers)).not.toMatch(/argon|hash|[A-Za-z0-9_-]{43}/);
    const short = await told(
      app.anonymous.auth.register.mutate({ ...account("s@example.com"), password: "tiny-one" }),
    );
    expect(short).toMatchObject({ status: 422 });
    expect(JSON.stringify(short)).not.toContain("tiny-one");
  });

  it("refuses a password of 1,025 characters at sign-in as input, not as wrong", async () => {
    const long = { email: "long@example.com", password: "x".repeat(1_025) };
    expect(await told(app.anonymous.auth.login.mutate(long))).toMatchObject({
      status: 422,
      failure: {
        code: "VALIDATION_FAILED",
        details: { issues: [{ field: "password", constraint: "max 1024" }] },
      },
    });
  });
});
