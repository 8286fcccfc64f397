import { createClient } from "@ashlar/client";
import { type Permission, permissions } from "@ashlar/contracts";
import type { TestServer } from "../test-server.ts";
import type { Credentials, Input } from "./call-surface.ts";
import type { Caller, Target } from "./cells.ts";

export type Standing = { readonly credentials: Credentials; readonly held: ReadonlySet<string> };

const bearer = (token: string): Credentials => ({ authorization: `Bearer ${token}` });
const password = "a long and winding road";

/**
 * Signs each caller in.
 *
 * The keys are an administrator's: each lacks one permission alone, so that what is refused is refused for its scope.
 */
export async function standings(server: TestServer): Promise<(caller: Caller, target: Target) => Standing> {
  const roles = { customer: "customer", author: "author", staff: "staff", admin: "admin" } as const;
  const people = new Map<Caller, Standing>([["anonymous", { credentials: {}, held: new Set() }]]);
  const enter = async (caller: Caller, token: string): Promise<void> => {
    const me = await createClient({ url: server.url, token }).auth.me.query();
    people.set(caller, { credentials: bearer(token), held: new Set(me.permissions) });
  };
  for (const role of Object.values(roles)) await enter(role, await server.signIn(role));
  const other = { email: "other@example.org", password, name: "Other Customer" };
  await enter("other customer", (await server.anonymous.auth.register.mutate(other)).token);
  const admin = createClient({ url: server.url, token: await server.signIn("admin") });
  const keys = new Map<Permission, Standing>();
  for (const lacking of permissions) {
    const scopes = permissions.filter((one) => one !== lacking);
    const { secret } = await admin.apiKeys.create.mutate({ name: `all but ${lacking}`, scopes });
    keys.set(lacking, { credentials: { "x-api-key": secret }, held: new Set(scopes) });
  }
  return (caller, { entry: { access } }) => {
    const named = permissions.find((one) => access.endsWith(one)) ?? "ops:write";
    const standing = caller === "API key without the scope" ? keys.get(named) : people.get(caller);
    if (standing === undefined) throw new Error(`Nobody is ${caller}.`);
    return standing;
  };
}

/** What somebody else owns: an input that names it, by the path that takes it, and inputs that need more than an id. */
export async function foreignThings(server: TestServer): Promise<ReadonlyMap<string, Input>> {
  const owner = { email: "owner@example.org", password, name: "Owner" };
  const { user, token } = await server.anonymous.auth.register.mutate(owner);
  const client = createClient({ url: server.url, token });
  const author = await server.as("author");
  const draft = await author.posts.create.mutate({ title: "A draft", body: "Not yet." });
  const admin = await server.as("admin");
  const product = { sku: "MATRIX-1", name: "Thing", description: "", priceMinor: 100, stock: 5 };
  const { id: productId } = await admin.products.create.mutate({
    sku: product.sku,
    name: product.name,
    description: product.description,
    price: { amountMinor: product.priceMinor, currency: "EUR" },
    stock: product.stock,
  });
  const order = await client.orders.place.mutate({
    items: [{ productId, quantity: 1 }],
    paymentToken: "tok_ok",
  });
  const [session] = await client.auth.sessions.list.query();
  const { id: keyId } = await client.apiKeys.create.mutate({ name: "mine", scopes: ["orders:place"] });
  const passkeyId = crypto.randomUUID();
  await server.database.sql`
    insert into passkeys (id, user_id, name, credential_id, public_key, counter, transports, is_synced, created_at)
    values (${passkeyId}, ${user.id}, 'mine', 'credential', 'key', 0, array[]::text[], false, now())`;
  return new Map<string, Input>([
    ["users.get", { id: user.id }],
    ["users.update", { id: user.id, name: "Mallory" }],
    ["posts.get", { id: draft.id }],
    ["posts.update", { id: draft.id, title: "Mine now" }],
    ["posts.publish", { id: draft.id }],
    ["posts.remove", { id: draft.id }],
    ["orders.get", { id: order.id }],
    ["orders.cancel", { id: order.id }],
    ["orders.timeline", { id: order.id }],
    ["auth.sessions.revoke", { id: session?.id ?? "" }],
    ["auth.passkeys.rename", { id: passkeyId, name: "Mine now" }],
    ["auth.passkeys.remove", { id: passkeyId }],
    ["apiKeys.revoke", { id: keyId }],
  ]);
}
