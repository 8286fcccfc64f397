import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestServer, testServer } from "../test-server.ts";
import { type Browser, browser } from "./browser.ts";
import { freePort } from "./free-port.ts";
import { type OidcServer, oidcServer, type Person } from "./oidc-server.ts";

let server: TestServer;
let provider: OidcServer;
let url: string;

beforeAll(async () => {
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  provider = await oidcServer([`${url}/auth/oidc/test/callback`, `${url}/auth/oidc/other/callback`]);
  const { issuer, clientId, clientSecret } = provider;
  const options = { kind: "oidc", label: "Test", issuer, clientId, clientSecret } as const;
  server = await testServer(
    {
      publicUrl: url,
      signInProviders: [
        { ...options, name: "test" },
        { ...options, name: "other" },
        { ...options, name: "down", issuer: `http://127.0.0.1:${await freePort()}` },
      ],
      origins: { own: [url], allowed: ["https://app.example"], allowsLoopback: false },
    },
    port,
  );
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await provider[Symbol.asyncDispose]();
});

const ada: Person = { sub: "ada", email: "Ada@Example.org", email_verified: true, name: "Ada Lovelace" };

const isCallback = (address: string): boolean => address.startsWith(`${url}/auth/oidc/test/callback`);

/** Goes through the provider's pages and stops before the callback is asked for. */
const toCallback = (as: Browser, returnTo = "/after"): Promise<string> =>
  as.follow(`${url}/auth/oidc/test/start?returnTo=${encodeURIComponent(returnTo)}`, isCallback);

/** What the callback answered: where it sends the browser, and whether it signed it in. */
async function landed(as: Browser, callback: string) {
  const response = await as.get(callback);
  const isSignedIn = response.headers.getSetCookie().some((one) => /^ashlar_session=[a-z2-7]{40};/.test(one));
  return { status: response.status, location: response.headers.get("location"), isSignedIn };
}

const refused = (code: string) => ({
  status: 303,
  location: `${url}/after?signInError=${code}`,
  isSignedIn: false,
});

async function signIn(person: Person, as = browser()) {
  provider.setPerson(person);
  return landed(as, await toCallback(as));
}

const meOf = async (as: Browser) => {
  const response = await fetch(`${url}/api/v1/auth/me`, { headers: { cookie: as.cookiesOf(url) } });
  return (await response.json()) as { data: { user: { id: string; email: string } } };
};

/** What a browser brings back, with one of its parameters changed. */
const changed = (callback: string, name: string, value: string): string => {
  const address = new URL(callback);
  address.searchParams.set(name, value);
  return address.href;
};

test("tells a front end where each provider's sign-in begins", async () => {
  const [first] = await server.anonymous.auth.signInProviders.query();
  expect(first).toEqual({ name: "test", label: "Test", startUrl: `${url}/auth/oidc/test/start` });
});

test("opens an account for a newcomer, verified, and signs the same person in again", async () => {
  const first = browser();
  expect(await signIn(ada, first)).toEqual({ status: 303, location: `${url}/after`, isSignedIn: true });
  const { data } = await meOf(first);
  expect(data.user).toMatchObject({
    email: "ada@example.org",
    name: "Ada Lovelace",
    roles: ["customer"],
    emailVerifiedAt: expect.any(String),
  });
  const again = browser();
  // The address at the provider has changed; the person is known by the subject.
  expect(await signIn({ ...ada, email: "other@example.org" }, again)).toMatchObject({ isSignedIn: true });
  expect((await meOf(again)).data.user).toMatchObject({ id: data.user.id, email: "ada@example.org" });
});

test("links an account by its address only where both sides have verified it", async () => {
  const input = { email: "grace@example.org", password: "a long and winding road", name: "Grace" };
  const { user } = await server.anonymous.auth.register.mutate(input);
  const grace = { sub: "grace", email: "grace@example.org", email_verified: true };
  expect(await signIn({ ...grace, email_verified: false })).toEqual(refused("EMAIL_UNVERIFIED"));
  expect(await signIn(grace)).toEqual(refused("ACCOUNT_NOT_LINKABLE"));
  await server.database.sql`update users set email_verified_at = now() where id = ${user.id}`;
  const as = browser();
  expect(await signIn(grace, as)).toMatchObject({ isSignedIn: true });
  expect((await meOf(as)).data.user.id).toBe(user.id);
});

test("opens an account for a newcomer without a name whose address is long", async () => {
  const email = `${"long".repeat(40)}@example.org`;
  expect(await signIn({ sub: "long", email, email_verified: true })).toMatchObject({ isSignedIn: true });
});

test.each([
  ["a newcomer", "twice@example.org", async () => undefined],
  [
    "who is to be linked",
    "linked-twice@example.org",
    async (email: string) => {
      await server.anonymous.auth.register.mutate({
        email,
        password: "a long and winding road",
        name: "Two",
      });
      await server.database.sql`update users set email_verified_at = now() where email = ${email}`;
    },
  ],
])("signs %s in from three browsers at once", async (_, email, prepare) => {
  await prepare(email);
  provider.setPerson({ sub: email, email, email_verified: true });
  const arrivals = await Promise.all(
    [browser(), browser(), browser()].map(async (as) => ({ as, callback: await toCallback(as) })),
  );
  const outcomes = await Promise.all(arrivals.map(({ as, callback }) => landed(as, callback)));
  expect(outcomes.map(({ status, isSignedIn }) => [status, isSignedIn])).toEqual(Array(3).fill([303, true]));
  expect(await server.database.sql`select 1 from users where email = ${email}`).toHaveLength(1);
});

test.each([
  ["no address at all", {}],
  ["an address that is not verified", { email: "x@example.org", email_verified: false }],
  ["an address that says nothing of its verification", { email: "x@example.org" }],
  ["an address that is none", { email: "not an address", email_verified: true }],
])("opens no account for who has %s", async (_, claims) => {
  expect(await signIn({ sub: "nobody", ...claims })).toEqual(refused("EMAIL_UNVERIFIED"));
  expect(await server.database.sql`select 1 from users where email = 'x@example.org'`).toHaveLength(0);
});

test("does not let a closed account in", async () => {
  const closed = { sub: "closed", email: "closed@example.org", email_verified: true };
  await signIn(closed);
  await server.database.sql`update users set status = 'deactivated' where email = 'closed@example.org'`;
  expect(await signIn(closed)).toEqual(refused("ACCOUNT_CLOSED"));
});

test("ends the session that the browser was signed in with before", async () => {
  const as = browser();
  await signIn(ada, as);
  const former = as.cookiesOf(url);
  await signIn(ada, as);
  const statusOf = async (cookie: string) =>
    (await fetch(`${url}/api/v1/auth/me`, { headers: { cookie } })).status;
  expect([await statusOf(former), await statusOf(as.cookiesOf(url))]).toEqual([401, 200]);
});

test("takes a callback once, and a code once", async () => {
  const as = browser();
  provider.setPerson(ada);
  const callback = await toCallback(as);
  expect(await landed(as, callback)).toMatchObject({ isSignedIn: true });
  expect(await landed(as, callback)).toMatchObject({ status: 400, isSignedIn: false });
  // The used code with a fresh state of the same browser.
  const fresh = await toCallback(as);
  const code = new URL(callback).searchParams.get("code") ?? "";
  expect(await landed(as, changed(fresh, "code", code))).toEqual(refused("PROVIDER_REFUSED"));
});

test.each([
  ["a state that is not the one it went with", "state", "forged"],
  ["the name of another issuer", "iss", "https://accounts.example.org"],
  ["a code that was never issued", "code", "forged"],
])("refuses %s", async (_, name, value) => {
  const as = browser();
  provider.setPerson(ada);
  expect(await landed(as, changed(await toCallback(as), name, value))).toEqual(refused("PROVIDER_REFUSED"));
});

test.each([
  ["nonce", "nonce"],
  ["PKCE challenge", "code_challenge"],
])("refuses an answer to another %s than its own", async (_, parameter) => {
  const as = browser();
  provider.setPerson(ada);
  const authorization = await as.follow(`${url}/auth/oidc/test/start?returnTo=/after`, (address) =>
    address.startsWith(provider.issuer),
  );
  const other = changed(authorization, parameter, "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
  expect(await landed(as, await as.follow(other, isCallback))).toEqual(refused("PROVIDER_REFUSED"));
});

test("refuses what one provider answered at the callback of another", async () => {
  const as = browser();
  provider.setPerson(ada);
  const callback = await toCallback(as);
  expect(await landed(as, callback.replace("/oidc/test/", "/oidc/other/"))).toMatchObject({
    status: 400,
    isSignedIn: false,
  });
});

test("does not finish in one browser what another has begun", async () => {
  const [attacker, victim] = [browser(), browser()];
  provider.setPerson({ sub: "mallory", email: "mallory@example.org", email_verified: true });
  const callback = await toCallback(attacker);
  expect(await landed(victim, callback)).toMatchObject({ status: 400, isSignedIn: false });
  await victim.get(`${url}/auth/oidc/test/start?returnTo=/after`);
  expect(await landed(victim, callback)).toEqual(refused("PROVIDER_REFUSED"));
});

test.each([
  ["https://evil.example/", "/"],
  ["//evil.example/", "/"],
  ["/\\evil.example", "/"],
  ["https://app.example@evil.example/", "/"],
  ["javascript:alert(1)", "/"],
  ["/orders", "/orders"],
])("returning to %s goes to %s of its own", async (returnTo, path) => {
  const as = browser();
  provider.setPerson(ada);
  expect(await landed(as, await toCallback(as, returnTo))).toMatchObject({ location: `${url}${path}` });
});

test("returns to an admitted origin, and tells it of a failure", async () => {
  const as = browser();
  provider.setPerson({ sub: "nobody" });
  expect(await landed(as, await toCallback(as, "https://app.example/in?a=1"))).toMatchObject({
    location: "https://app.example/in?a=1&signInError=EMAIL_UNVERIFIED",
  });
});

test("answers 404 for an unknown provider and 503 while one is down", async () => {
  expect((await fetch(`${url}/auth/oidc/nowhere/start`)).status).toBe(404);
  const down = await fetch(`${url}/auth/oidc/down/start`);
  expect([down.status, down.headers.get("retry-after")]).toEqual([503, "1"]);
});

test("an account without a password has none to guess, and gets one by mail", async () => {
  await signIn({ sub: "bare", email: "bare@example.org", email_verified: true });
  const login = server.anonymous.auth.login.mutate({ email: "bare@example.org", password: "null" });
  await expect(login).rejects.toMatchObject({ data: { failure: { code: "INVALID_CREDENTIALS" } } });
  await server.anonymous.auth.requestPasswordReset.mutate({ email: "bare@example.org" });
  const reset = async () =>
    (await server.backend.mailbox?.list())?.find(
      ({ to, subject }) => to.address === "bare@example.org" && subject === "Set a new password",
    );
  await expect.poll(reset, { timeout: 10_000 }).toBeDefined();
});

test("none of all that was a fault of the service, only the provider that is down a warning, and no secret was logged", () => {
  const pathsAt = (wanted: string) =>
    server.logged.filter(({ level }) => level === wanted).map(({ fields }) => fields.path);
  expect(pathsAt("error")).toEqual([]);
  expect(pathsAt("warn")).toEqual(["/auth/oidc/down/start"]);
  expect(JSON.stringify(server.logged)).not.toContain(provider.clientSecret);
});
