import { ownScope } from "./core/access.ts";
import { type ContractTree, isEntry } from "./core/entry.ts";
import type { Scope } from "./core/permissions.ts";
import type { RouterOf } from "./core/router-of.ts";
import { apiKeys } from "./entries/api-keys.ts";
import { audit } from "./entries/audit.ts";
import { auth } from "./entries/auth.ts";
import { ops } from "./entries/ops.ts";
import { orders } from "./entries/orders.ts";
import { posts } from "./entries/posts.ts";
import { products } from "./entries/products.ts";
import { users } from "./entries/users.ts";
import { webhooks } from "./entries/webhooks.ts";

/** Named by reference, not inferred, so that a declaration file leads an editor on to the entry itself. */
export type Contract = {
  readonly auth: typeof auth;
  readonly apiKeys: typeof apiKeys;
  readonly users: typeof users;
  readonly posts: typeof posts;
  readonly products: typeof products;
  readonly orders: typeof orders;
  readonly webhooks: typeof webhooks;
  readonly audit: typeof audit;
  readonly ops: typeof ops;
};

/** Everything the service does, in one value; every surface is read from it. */
export const contract: Contract = { auth, apiKeys, users, posts, products, orders, webhooks, audit, ops };

/** What a key or token may be made for without its owner holding it: it reaches the owner's own things alone. */
export const ownScopes: ReadonlySet<Scope> = scopesOfOwners(contract);

function scopesOfOwners(tree: ContractTree): Set<Scope> {
  return new Set(
    Object.values(tree).flatMap((node) => {
      if (!isEntry(node)) return [...scopesOfOwners(node)];
      const scope = ownScope(node);
      return scope === null ? [] : [scope];
    }),
  );
}

/** What `createTRPCClient` and its relatives take; computed from the contract, not from the server. */
export type AppRouter = RouterOf<Contract>;
