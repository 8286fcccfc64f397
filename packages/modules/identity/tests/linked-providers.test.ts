import type { Actor } from "@ashlar/kernel";
import { afterAll, beforeAll, expect, test } from "vitest";
import { devicePasskey } from "./device-passkey.ts";
import { type IdentityHarness, identityHarness } from "./identity-harness.ts";
import { type ScriptedProvider, scriptedProvider } from "./scripted-provider.ts";

let provider: ScriptedProvider;
let identity: IdentityHarness;
beforeAll(async () => {
  provider = await scriptedProvider();
  identity = await identityHarness({ providers: [provider.options] });
});
afterAll(async () => {
  await identity[Symbol.asyncDispose]();
  await provider[Symbol.asyncDispose]();
});

type Linked = { readonly id: string; readonly provider: string };

const listOf = async (actor: Actor): Promise<Linked[]> =>
  // Sound: the output schema has just checked the answer.
  (await identity.call("auth.providers.list", undefined, actor)) as Linked[];
const remove = (id: string, actor: Actor) => identity.call("auth.providers.remove", { id }, actor);

let subjects = 0;
/** Somebody who came by the provider, and has nothing else. */
async function newcomer(): Promise<{ actor: Actor; subject: number; email: string }> {
  subjects += 1;
  const email = `comer-${subjects}@example.com`;
  const { token } = await provider.signIn(identity, subjects, email);
  return { actor: await identity.actorOf(token ?? ""), subject: subjects, email };
}

/** One who can sign in by a passkey as well. */
async function addPasskey(actor: Actor): Promise<void> {
  const options = Object(await identity.call("auth.passkeys.startRegistration", undefined, actor));
  const credential = devicePasskey().create(options);
  await identity.call("auth.passkeys.register", { name: "mine", credential }, actor);
}

test("lists the caller's accounts at providers, without what they are called there", async () => {
  const { actor, email } = await newcomer();
  await newcomer();
  expect(await listOf(actor)).toEqual([
    {
      id: expect.stringMatching(/^[A-Za-z0-9_-]{43}$/),
      provider: "hub",
      label: "Hub",
      email,
      linkedAt: identity.clock.now(),
    },
  ]);
});

test("an account that is unlinked signs nobody in, and can be linked to another one", async () => {
  const { actor, subject } = await newcomer();
  await addPasskey(actor);
  const [linked] = await listOf(actor);
  await remove(linked?.id ?? "", actor);
  expect(await listOf(actor)).toEqual([]);
  const { token } = await provider.signIn(identity, subject, "elsewhere@example.com");
  expect((await identity.actorOf(token ?? "")).userId).not.toBe(actor.userId);
});

test("somebody else's account at a provider and one that was never linked look alike", async () => {
  const [{ actor }, other] = [await newcomer(), await newcomer()];
  const [foreign] = await listOf(other.actor);
  for (const id of [foreign?.id ?? "", "never-linked"])
    await expect(remove(id, actor)).rejects.toMatchObject({ code: "PROVIDER_NOT_LINKED", details: { id } });
  expect(await listOf(other.actor)).toHaveLength(1);
});

test("the last way to sign in is kept, whichever kind it is of", async () => {
  const { actor } = await newcomer();
  const lastWay = { code: "LAST_WAY_TO_SIGN_IN" };
  const [linked] = await listOf(actor);
  await expect(remove(linked?.id ?? "", actor)).rejects.toMatchObject(lastWay);
  expect(await listOf(actor)).toHaveLength(1);
  await addPasskey(actor);
  await remove(linked?.id ?? "", actor);
  const passkeys = Object(await identity.call("auth.passkeys.list", undefined, actor));
  const removal = identity.call("auth.passkeys.remove", { id: passkeys[0].id }, actor);
  await expect(removal).rejects.toMatchObject(lastWay);
  expect(await identity.call("auth.passkeys.list", undefined, actor)).toHaveLength(1);
});

test("an account at a provider that is not configured any more is no way to sign in", async () => {
  const { actor, email } = await newcomer();
  await identity.database.sql`
    insert into user_identities (provider, subject, user_id, email, created_at)
    values ('former', 'x', ${actor.userId}, ${email}, now())`;
  const linked = await listOf(actor);
  const idOf = (name: string) => linked.find((one) => one.provider === name)?.id ?? "";
  await expect(remove(idOf("hub"), actor)).rejects.toMatchObject({ code: "LAST_WAY_TO_SIGN_IN" });
  await remove(idOf("former"), actor);
});

test("of two removals at once that would leave no way in, one is refused", async () => {
  const { actor } = await newcomer();
  await identity.database.sql`
    insert into user_identities (provider, subject, user_id, email, created_at)
    values ('hub', 'second', ${actor.userId}, 'x@example.com', now())`;
  const linked = await listOf(actor);
  const outcomes = await Promise.allSettled(linked.map(({ id }) => remove(id, actor)));
  expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(await listOf(actor)).toHaveLength(1);
});

test("a proof of the last ten minutes is asked for", async () => {
  const { actor } = await newcomer();
  identity.clock.advance(600_000);
  await expect(remove("any", actor)).rejects.toMatchObject({ code: "REAUTHENTICATION_REQUIRED" });
});
