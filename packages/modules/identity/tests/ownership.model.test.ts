import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type IdentityHarness, identityHarness } from "./identity-harness.ts";
import { type DoorName, doors } from "./ownership-doors.ts";
import { ownershipWorld, type Person, type World } from "./ownership-world.ts";
import { type ScriptedProvider, scriptedProvider } from "./scripted-provider.ts";

let provider: ScriptedProvider;
let identity: IdentityHarness;
let worker: { readonly stop: () => Promise<void> };
beforeAll(async () => {
  provider = await scriptedProvider();
  identity = await identityHarness({ providers: [provider.options] });
  worker = identity.spine.startWorker();
});
afterAll(async () => {
  await worker.stop();
  await identity[Symbol.asyncDispose]();
  await provider[Symbol.asyncDispose]();
});

/** What should be: whether the owner has shown to read the mail of the account that has the address. */
type Model = { ownedId: string | null };

/** Whether a person's first proof of the mailbox is behind them, as the account itself has it. */
async function ownedAccount({ owner, accountOf, identity: { database } }: World): Promise<string | null> {
  const id = await accountOf(owner.mailbox);
  const [row] = await database.sql`select 1 from users where id = ${id} and email_verified_at is not null`;
  return row === undefined ? null : id;
}

/** The sessions, keys and tokens of a person that are worth something in an account. */
async function liveTokens({ tokens }: Person, userId: string): Promise<string[]> {
  const actors = await Promise.all(tokens.map((one) => identity.module.authenticate(one)));
  return actors.filter((actor) => actor?.userId === userId).map((actor) => String(actor?.via));
}

/** Everything by which a person gets into an account, each tried. */
async function waysInto(world: World, who: Person, userId: string): Promise<string[]> {
  const ways = await liveTokens(who, userId);
  const note = (way: string, entered: string | null): void => {
    if (entered === userId) ways.push(way);
  };
  for (const refreshToken of who.refreshTokens) {
    const { answer } = await world.call(who, "auth.tokens.refresh", { refreshToken });
    const credential = { token: String(answer.accessToken), via: "bearer" } as const;
    note("refresh", (await identity.module.authenticate(credential))?.userId ?? null);
  }
  for (const email of new Set([world.owner.mailbox, who.mailbox]))
    note("password", await world.signIn(who, email));
  for (const passkey of who.passkeys) note("passkey", await world.signInWithPasskey(who, passkey));
  note("provider", await world.signInByProvider(who));
  return ways;
}

/** What signs in to an account, as it stands in the database. */
const credentialsOf = (userId: string) => identity.database.sql`
  select email, password_hash,
    (select count(*) from sessions where user_id = u.id) as sessions,
    (select array_agg(id order by id) from api_keys where user_id = u.id) as keys,
    (select array_agg(id order by id) from passkeys where user_id = u.id) as passkeys,
    (select count(*) from totp_factors where user_id = u.id) as apps,
    (select count(*) from recovery_codes where user_id = u.id) as codes,
    (select array_agg(subject order by subject) from user_identities where user_id = u.id) as providers
  from users u where id = ${userId}`;

/** One of the two goes through a door; then what must hold is looked at. */
class Enters implements fc.AsyncCommand<Model, World> {
  readonly #who: Person["name"];
  readonly #door: DoorName;
  constructor(who: Person["name"], door: DoorName) {
    this.#who = who;
    this.#door = door;
  }
  check = () => true;
  toString = () => `${this.#who} ${this.#door}`;
  async run(model: Model, world: World): Promise<void> {
    const { ownedId } = model;
    const before = ownedId && (await credentialsOf(ownedId));
    await doors[this.#door](world, world[this.#who]);
    model.ownedId = await ownedAccount(world);
    if (ownedId !== null) {
      expect(model.ownedId, "the owner's account keeps the owner's address").toBe(ownedId);
      if (this.#who === "stranger")
        expect(await credentialsOf(ownedId), "the stranger changes nothing").toEqual(before);
    }
    if (model.ownedId !== null)
      expect(await liveTokens(world.stranger, model.ownedId), "the stranger is out").toEqual([]);
  }
}

/** The owner goes to the mailbox, or opens the account that is not there. */
async function comesHome(world: World): Promise<string> {
  const { owner } = world;
  // Whoever was slowed down by wrong guesses has waited.
  identity.clock.advance(900_000);
  const isOpen = (await world.accountOf(owner.mailbox)) !== null;
  await doors[isOpen ? "reset" : "register"](world, owner);
  const userId = await world.signIn(owner, owner.mailbox);
  expect(userId, "the owner gets in").toBe(await world.accountOf(owner.mailbox));
  return String(userId);
}

const doorNames = Object.keys(doors) as DoorName[];
const commands = doorNames.flatMap((door) => [
  fc.constant(new Enters("stranger", door)),
  fc.constant(new Enters("owner", door)),
]);

test("whatever a stranger and the owner of the mailbox do, and in whatever order: once the owner has read the mail the stranger is out, and the owner gets in", {
  timeout: 120_000,
}, async () => {
  const acts = fc.commands(commands, { maxCommands: 24, size: "max" });
  const first = fc.constantFrom<Person["name"]>("stranger", "stranger", "owner");
  await fc.assert(
    fc.asyncProperty(first, acts, async (opener, cmds) => {
      const world = ownershipWorld(identity, provider);
      await doors.register(world, world[opener]);
      await fc.asyncModelRun(() => ({ model: { ownedId: null }, real: world }), cmds);
      const ownedId = await comesHome(world);
      expect(await waysInto(world, world.stranger, ownedId)).toEqual([]);
    }),
    { numRuns: 20 },
  );
});
