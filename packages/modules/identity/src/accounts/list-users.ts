import type { Paged } from "@ashlar/kernel";
import type { IdentityDeps } from "../shared/identity-deps.ts";
import type { UserQuery } from "../shared/ports.ts";
import type { User } from "./user.ts";

/** Lists users, one page at a time. @throws VALIDATION_FAILED naming `cursor`. */
export const listUsers = (deps: Pick<IdentityDeps, "users">, query: UserQuery): Promise<Paged<User>> =>
  deps.users.list(query);
