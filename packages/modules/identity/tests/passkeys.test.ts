import type { Actor } from "@ashlar/kernel";
import { afterAll, beforeAll, expect, test } from "vitest";
import { admittedOrigin, type IdentityHarness, identityHarness, type SignedIn } from "./identity-harness.ts";
import { type Answer, type PasskeyBrowser, passkeyBrowser } from "./passkey-browser.ts";

let identity: IdentityHarness;
beforeAll(async () => {
  identity = await identityHarness();
});
afterAll(() => identity[Symbol.asyncDispose]());

const refused = expect.objectContaining({ code: "PASSKEY_REFUSED" });
const call = (name: string, input?: unknown, actor?: Actor) =>
  identity.call(`auth.passkeys.${name}`, input, actor);

async function made(browser: PasskeyBrowser, actor: Actor): Promise<Answer> {
  return browser.create(await call("startRegistration", undefined, actor));
}
async function registered(
  browser: PasskeyBrowser,
  actor: Actor,
  name = "Laptop",
): Promise<{ readonly id: string }> {
  return Object(await call("register", { name, credential: await made(browser, actor) }, actor));
}
async function asked(browser: PasskeyBrowser): Promise<Answer> {
  return browser.get(await call("startLogin"));
}
async function login(credential: Answer): Promise<SignedIn> {
  // Sound: the output schema has just checked the answer.
  return (await call("login", { credential })) as SignedIn;
}

/** The same answer, as if it had been given to another site. */
const elsewhere = (answer: Answer): Answer => {
  const clientData = JSON.parse(Buffer.from(answer.response.clientDataJSON, "base64url").toString());
  const moved = JSON.stringify({ ...clientData, origin: "https://evil.example" });
  return {
    ...answer,
    response: { ...answer.response, clientDataJSON: Buffer.from(moved).toString("base64url") },
  };
};

test("signs its owner in without a name, a password or a code", async (context) => {
  await using browser = await passkeyBrowser(context);
  const actor = await identity.actorWith("ada@example.com");
  const passkey = await registered(browser, actor);
  expect(passkey).toMatchObject({ name: "Laptop", lastUsedAt: null });
  expect(passkey).not.toHaveProperty("userId");
  identity.clock.advance(1_000);
  const { user, token } = await login(await asked(browser));
  expect(user.id).toBe(actor.userId);
  expect((await identity.actorOf(token)).userId).toBe(actor.userId);
  expect(await call("list", undefined, actor)).toEqual([
    expect.objectContaining({ id: passkey.id, lastUsedAt: identity.clock.now() }),
  ]);
  const [event] = await identity.database.sql`
    select data from events where type = 'user.signed_in' and aggregate_id = ${actor.userId}`;
  expect(event?.data).toMatchObject({ method: "passkey" });
});

test("takes an answer from a page of an admitted origin, and of no other port", async (context) => {
  await using admitted = await passkeyBrowser(context, admittedOrigin);
  await using other = await passkeyBrowser(context, "http://localhost:5174");
  const actor = await identity.actorWith("front-end@example.com");
  await registered(admitted, actor);
  expect((await login(await asked(admitted))).user.id).toBe(actor.userId);
  const credential = await made(other, actor);
  await expect(call("register", { name: "Other", credential }, actor)).rejects.toEqual(refused);
});

test("takes an answer that names its user or none, and refuses one that names another", async (context) => {
  await using browser = await passkeyBrowser(context);
  const actor = await identity.actorWith("handle@example.com");
  await registered(browser, actor);
  const naming = async (userHandle: string | undefined): Promise<Answer> => {
    const { response, ...answer } = await asked(browser);
    const { userHandle: _, ...rest } = response;
    return { ...answer, response: { ...rest, ...(userHandle !== undefined && { userHandle }) } };
  };
  const handleOf = (text: string): string => Buffer.from(text).toString("base64url");
  expect((await login(await asked(browser))).user.id).toBe(actor.userId);
  expect((await login(await naming(undefined))).user.id).toBe(actor.userId);
  for (const foreign of [
    handleOf("01900000-0000-7000-8000-000000000000"),
    handleOf(`${actor.userId}0`),
    "",
  ]) {
    await expect(login(await naming(foreign)), foreign).rejects.toBeDefined();
  }
});

test("takes an answer once", async (context) => {
  await using browser = await passkeyBrowser(context);
  const actor = await identity.actorWith("once@example.com");
  const credential = await made(browser, actor);
  await call("register", { name: "First", credential }, actor);
  await expect(call("register", { name: "Again", credential }, actor)).rejects.toEqual(refused);
  const answer = await asked(browser);
  const outcomes = await Promise.allSettled([login(answer), login(answer)]);
  expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  await expect(login(answer)).rejects.toEqual(refused);
});

test("takes an answer for five minutes", async (context) => {
  await using browser = await passkeyBrowser(context);
  const actor = await identity.actorWith("late@example.com");
  await registered(browser, actor);
  const inTime = await asked(browser);
  const late = await asked(browser);
  const lateNew = await call("startRegistration", undefined, actor);
  identity.clock.advance(299_999);
  await login(inTime);
  identity.clock.advance(1);
  await expect(login(late)).rejects.toEqual(refused);
  await expect(browser.create(lateNew)).rejects.toThrow(/InvalidStateError/);
});

test("takes no answer that was given to another site, changed, or asked of somebody else", async (context) => {
  await using browser = await passkeyBrowser(context);
  const actor = await identity.actorWith("target@example.com");
  const other = await identity.actorWith("other@example.com");
  await expect(
    call("register", { name: "Evil", credential: elsewhere(await made(browser, actor)) }, actor),
  ).rejects.toEqual(refused);
  const forAnother = await made(browser, other);
  await expect(call("register", { name: "Evil", credential: forAnother }, actor)).rejects.toEqual(refused);
  await registered(browser, actor);
  await expect(login(elsewhere(await asked(browser)))).rejects.toEqual(refused);
  const answer = await asked(browser);
  const signature = Buffer.from(answer.response.signature ?? "", "base64url");
  signature[10] = (signature[10] ?? 0) ^ 1;
  const changed = { ...answer.response, signature: signature.toString("base64url") };
  await expect(login({ ...answer, response: changed })).rejects.toEqual(refused);
  await expect(login(answer)).rejects.toEqual(refused);
});

test("takes the challenge of a sign-in for no registration, nor the reverse", async (context) => {
  await using browser = await passkeyBrowser(context);
  const actor = await identity.actorWith("crossed@example.com");
  const creation = Object(await call("startRegistration", undefined, actor));
  const { challenge } = Object(await call("startLogin"));
  const credential = await browser.create({ ...creation, challenge });
  await expect(call("register", { name: "Crossed", credential }, actor)).rejects.toEqual(refused);
  await registered(browser, actor);
  const registration = Object(await call("startRegistration", undefined, actor));
  const request = Object(await call("startLogin"));
  const answer = await browser.get({ ...request, challenge: registration.challenge });
  await expect(login(answer)).rejects.toEqual(refused);
});

test("proves who is calling, by a passkey of the caller's own", async (context) => {
  await using browser = await passkeyBrowser(context);
  await using stranger = await passkeyBrowser(context);
  const actor = await identity.actorWith("prover@example.com");
  const other = await identity.actorWith("not-prover@example.com");
  await registered(browser, actor);
  await registered(stranger, other);
  identity.clock.advance(600_000);
  const prove = async (from: PasskeyBrowser) =>
    identity.call("auth.reauthenticate", { passkey: await asked(from) }, actor);
  await expect(prove(stranger)).rejects.toMatchObject({ code: "INVALID_CREDENTIALS" });
  await expect(call("startRegistration", undefined, actor)).rejects.toMatchObject({
    code: "REAUTHENTICATION_REQUIRED",
  });
  await prove(browser);
  expect(await call("startRegistration", undefined, actor)).toBeDefined();
});

test("is renamed and removed by its owner alone; another's and an unknown one look alike", async (context) => {
  await using browser = await passkeyBrowser(context);
  const actor = await identity.actorWith("owner@example.com");
  const stranger = await identity.actorWith("stranger@example.com");
  const { id } = await registered(browser, actor);
  for (const passkeyId of [id, "01930b1c-9a3e-7c3d-8a57-6d9c3c1f0a11"]) {
    const missing = expect.objectContaining({ code: "PASSKEY_NOT_FOUND", details: { passkeyId } });
    await expect(call("rename", { id: passkeyId, name: "Mine" }, stranger)).rejects.toEqual(missing);
    await expect(call("remove", { id: passkeyId }, stranger)).rejects.toEqual(missing);
  }
  expect(await call("rename", { id, name: "Old laptop" }, actor)).toMatchObject({ id, name: "Old laptop" });
  await call("remove", { id }, actor);
  await expect(login(await asked(browser))).rejects.toEqual(refused);
});

test("signs nobody in whose account is closed", async (context) => {
  await using browser = await passkeyBrowser(context);
  await identity.actorWith("other-admin@example.com", ["admin"]);
  const admin = await identity.actorWith("admin@example.com", ["admin"]);
  const actor = await identity.actorWith("closed@example.com");
  await registered(browser, actor);
  await identity.call("users.deactivate", { id: actor.userId }, admin);
  await expect(login(await asked(browser))).rejects.toEqual(refused);
});

test("asks a device for another passkey than those it has, for this site and its owner's hand", async () => {
  const actor = await identity.actorWith("options@example.com");
  expect(await call("startRegistration", undefined, actor)).toMatchObject({
    rp: { id: "localhost", name: "Ashlar" },
    authenticatorSelection: {
      residentKey: "required",
      requireResidentKey: true,
      userVerification: "required",
    },
    excludeCredentials: [],
    attestation: "none",
    timeout: 300_000,
  });
  const rows = await identity.database.sql`select challenge_hash from passkey_challenges`;
  for (const { challenge_hash } of rows) expect(challenge_hash).toMatch(/^[A-Za-z0-9_-]{43}$/);
});

test.each([
  ["no JSON", "AAAA"],
  ["no challenge", Buffer.from("{}").toString("base64url")],
  ["a number", Buffer.from("1").toString("base64url")],
  ["another type", Buffer.from('{"challenge":{"a":1}}').toString("base64url")],
])("refuses client data that is %s, at once", async (_, clientDataJSON) => {
  const response = { clientDataJSON, authenticatorData: "AAAA", signature: "AAAA" };
  await expect(login({ id: "AAAA", rawId: "AAAA", type: "public-key", response })).rejects.toEqual(refused);
});
