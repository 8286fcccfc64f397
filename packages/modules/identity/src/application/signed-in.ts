import type { User } from "../domain/user.ts";
import type { GrantedSession } from "./ports.ts";

/** Who has signed in, and the session that proves it from now on. */
export type SignedIn = { readonly user: User; readonly session: GrantedSession };
