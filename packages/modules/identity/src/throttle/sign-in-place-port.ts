import type { SessionOrigin } from "../shared/ports.ts";

/** Where users have signed in before, told apart by browser and address; neither is kept in clear. */
export type SignInPlaceWriter = {
  /** Remembers a place. @returns Whether the user had signed in there before. */
  readonly remember: (userId: string, origin: SessionOrigin, at: Date) => Promise<boolean>;
  readonly forgetAll: (userId: string) => Promise<void>;
};
