import { createHash } from "node:crypto";
import { type Client, createClient } from "@ashlar/client";
import type { TestServer } from "../test-server.ts";
import type { Credentials, Input } from "./call-surface.ts";
import type { Caller, Target } from "./cells.ts";

export type Standing = { readonly credentials: Credentials; readonly held: ReadonlySet<string> };

const bearer = (token: string): Credentials => ({ authorization: `Bearer ${token}` });
const password = "a long and winding road";

/** Signs each caller in. */
export async function standings(server: TestServer): Promise<(caller: Caller) => Standing> {
  const roles = { customer: "customer", author: "author", staff: "staff", admin: "admin" } as const;
  const people = new Map<Caller, Standing>([["anonymous", { credentials: {}, held: new Set() }]]);
  const enter = async (caller: Caller, token: string): Promise<void> => {
    const me = await createClient({ url: server.url, token }).auth.me.query();
    people.set(caller, { credentials: bearer(token), held: new Set(me.permissions) });
  };
  for (const role of Object.values(roles)) await enter(role, await server.signIn(role));
  const other = { email: "other@example.org", password, name: "Other Customer" };
  await enter("other customer", (await server.anonymous.auth.register.mutate(other)).token);
  return (caller) => {
    const standing = people.get(caller);
    if (standing === undefined) throw new Error(`Nobody is ${caller}.`);
    return standing;
  };
}

/** Opens an account that may write posts, so that no gate hides the rule behind it; it reads nothing of others. */
export async function writer(server: TestServer, name: string): Promise<Writer> {
  const account = { email: `${name.toLowerCase()}@example.org`, password, name };
  const { user, token } = await server.anonymous.auth.register.mutate(account);
  await (await server.as("admin")).users.setRoles.mutate({ id: user.id, roles: ["customer", "author"] });
  return { userId: user.id, credentials: bearer(token), client: createClient({ url: server.url, token }) };
}

export type Writer = {
  readonly userId: string;
  readonly credentials: Credentials;
  readonly client: Client;
};

/** Puts a product on sale. */
export async function stockedProduct(server: TestServer): Promise<string> {
  const price = { amountMinor: 100, currency: "EUR" } as const;
  const product = {
    sku: `MATRIX-${crypto.randomUUID().slice(0, 8).toUpperCase()}`,
    name: "Thing",
    description: "",
    price,
  };
  const { id } = await (await server.as("admin")).products.create.mutate({ ...product, stock: 10_000 });
  return id;
}

/** Makes things of an owner's for the procedures that name one. */
export type Things = {
  readonly paths: ReadonlySet<string>;
  /** Makes a fresh thing, and answers the input that names it. */
  readonly make: (path: string) => Promise<Input>;
};

/** How to make what a person owns; a procedure that names a new kind of thing is added here. */
export function thingsOf({ database }: TestServer, { userId, client }: Writer, productId: string): Things {
  const items = [{ productId, quantity: 1 }];
  const draft = async () => ({ id: (await client.posts.create.mutate({ title: "A draft", body: "." })).id });
  const order = async () => ({
    id: (await client.orders.place.mutate({ items, paymentToken: "tok_ok" })).id,
  });
  const session = async () => ({ id: (await client.auth.sessions.list.query())[0]?.id ?? "" });
  const key = async () => {
    const id = crypto.randomUUID();
    await database.sql`
      insert into api_keys (id, user_id, name, scopes, secret_hash, created_at)
      values (${id}, ${userId}, 'mine', array['orders:place'], ${id.padEnd(43, "-")}, now())`;
    return { id };
  };
  const passkey = async () => {
    const id = crypto.randomUUID();
    await database.sql`
      insert into passkeys (id, user_id, name, credential_id, public_key, counter, transports, is_synced, created_at)
      values (${id}, ${userId}, 'mine', ${id}, 'key', 0, array[]::text[], false, now())`;
    return { id };
  };
  const linkedProvider = async () => {
    const subject = crypto.randomUUID();
    await database.sql`
      insert into user_identities (provider, subject, user_id, email, created_at)
      values ('former', ${subject}, ${userId}, 'owner@example.org', now())`;
    const named = JSON.stringify(["identity.linked-account", "former", subject]);
    return { id: createHash("sha256").update(named).digest("base64url") };
  };
  const makers = new Map<string, () => Promise<Input>>([
    ["users.get", async () => ({ id: userId })],
    ["users.update", async () => ({ id: userId, name: "Mallory" })],
    ["users.settings.get", async () => ({ id: userId })],
    ["users.settings.update", async () => ({ id: userId, wantsNews: true })],
    ["posts.get", draft],
    ["posts.bySlug", async () => ({ slug: (await client.posts.get.query(await draft())).slug })],
    ["posts.update", async () => ({ ...(await draft()), title: "Mine now" })],
    ["posts.publish", draft],
    ["posts.remove", draft],
    ["orders.get", order],
    ["orders.cancel", order],
    ["orders.timeline", order],
    ["auth.sessions.revoke", session],
    ["auth.passkeys.rename", async () => ({ ...(await passkey()), name: "Mine now" })],
    ["auth.passkeys.remove", passkey],
    ["auth.providers.remove", linkedProvider],
    ["apiKeys.revoke", key],
  ]);
  return {
    paths: new Set(makers.keys()),
    make: async (path) => {
      const make = makers.get(path);
      if (make === undefined) throw new Error(`Nothing is known to have an owner at ${path}.`);
      return make();
    },
  };
}

/** Things without an owner: whoever passes the gate may act on all of them. */
export const hasNoOwner = (path: string): boolean =>
  /^(products|webhooks|ops)\./.test(path) ||
  ["orders.fulfil", "users.setRoles", "users.endSessions", "users.deactivate", "posts.byUser"].includes(path);

export const namesAThing = ({ entry }: Target): boolean => entry.route.includes("{");

/** The input with the name of a thing that does not exist. @param id - Unknown, and no slug of a post. */
export const another = (input: Input, id: string): Input =>
  "slug" in input ? { ...input, slug: id } : { ...input, id };
