import type { Paged } from "@ashlar/kernel";
import type { User } from "../domain/user.ts";
import type { IdentityDeps } from "./identity-deps.ts";
import type { UserQuery } from "./ports.ts";

/** Lists users, one page at a time. @throws VALIDATION_FAILED naming `cursor`. */
export const listUsers = (deps: Pick<IdentityDeps, "users">, query: UserQuery): Promise<Paged<User>> =>
  deps.users.list(query);
