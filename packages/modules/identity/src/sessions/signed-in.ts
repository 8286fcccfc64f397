import type { User } from "../accounts/user.ts";
import type { GrantedSession } from "../shared/ports.ts";

/** Who has signed in, and the session that proves it from now on. */
export type SignedIn = { readonly user: User; readonly session: GrantedSession };
