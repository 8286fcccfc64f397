import type { Client } from "@ashlar/client";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type IdentityApp, identityApp } from "./identity-app.ts";
import { type PasskeyBrowser, passkeyBrowser } from "./passkey-browser.ts";
import { told } from "./told.ts";

const password = "violet harbour mango 71";

let app: IdentityApp;
beforeAll(async () => {
  app = await identityApp(false, { secondFactorRoles: ["admin"] });
});
afterAll(() => app[Symbol.asyncDispose]());
afterEach(() => expect(app.bugs).toEqual([]));

/** What both surfaces say to somebody who asks for what administrators may see. */
async function standing(token: string) {
  const client = app.clientOf(token);
  const called = await client.users.list.query({}).then(
    () => "allowed",
    async () => (await told(client.users.list.query({}))).failure?.code,
  );
  const answer = await fetch(`${app.url}/api/v1/users`, { headers: { authorization: `Bearer ${token}` } });
  const { secondFactor } = await client.auth.me.query();
  return [called, answer.status, secondFactor];
}
const refused = ["FORBIDDEN", 403, "required"];
const allowed = ["allowed", 200, undefined];

async function administrator(email: string): Promise<string> {
  const { user, token } = await app.anonymous.auth.register.mutate({ email, password, name: "Some Body" });
  await app.database.sql`update users set roles = array['admin'] where id = ${user.id}`;
  return token;
}

// Sound: what the browser made is checked by the procedure.
const made = async (device: PasskeyBrowser, client: Client) =>
  (await device.create(await client.auth.passkeys.startRegistration.mutate())) as never;
const asked = async (device: PasskeyBrowser, client: Client) =>
  (await device.get(await client.auth.passkeys.startLogin.mutate())) as never;

test("an administrator without a factor is refused until a passkey is made, and after a sign-in with it is not", async (context) => {
  await using device = await passkeyBrowser(context);
  const email = "ada@example.com";
  const token = await administrator(email);
  const client = app.clientOf(token);
  expect(await standing(token)).toEqual(refused);
  const elsewhere = (await app.anonymous.auth.login.mutate({ email, password })).token;
  const { id } = await client.auth.passkeys.register.mutate({
    name: "Laptop",
    credential: await made(device, client),
  });
  expect(await standing(token)).toEqual(allowed);
  const credential = await asked(device, app.anonymous);
  const { token: byPasskey } = await app.anonymous.auth.passkeys.login.mutate({ credential });
  expect(await standing(byPasskey)).toEqual(allowed);

  expect(await standing(elsewhere)).toEqual(refused);
  const other = app.clientOf(elsewhere);
  const failure = {
    code: "REAUTHENTICATION_REQUIRED",
    details: { maximumAgeSeconds: 600, secondFactor: "required" },
  };
  expect(await told(other.auth.passkeys.remove.mutate({ id }))).toMatchObject({ status: 403, failure });
  await other.auth.reauthenticate.mutate({ passkey: await asked(device, other) });
  expect(await standing(elsewhere)).toEqual(allowed);

  await other.auth.passkeys.remove.mutate({ id });
  for (const each of [token, byPasskey, elsewhere]) expect(await standing(each)).toEqual(refused);
});
