import type { RouterOf } from "./core/router-of.ts";
import { auth } from "./entries/auth.ts";
import { posts } from "./entries/posts.ts";
import { users } from "./entries/users.ts";

/** Everything the service does, in one value; every surface is read from it. */
export const contract = { auth, users, posts };

export type Contract = typeof contract;

/** What `createTRPCClient` and its relatives take; computed from the contract, not from the server. */
export type AppRouter = RouterOf<Contract>;
