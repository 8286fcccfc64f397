import type { CredentialChange } from "../reauthentication/credential-change.ts";

type Fact<Type extends string, Data> = {
  readonly type: Type;
  /** The user's id. */
  readonly aggregateId: string;
  readonly data: Data & { readonly userId: string };
  readonly actorId?: string | null;
  readonly isFirst?: boolean;
};

/** What this module tells the others; the shapes are those of the contract. */
export type IdentityEvent =
  | Fact<"user.registered", { readonly email: string; readonly name: string }>
  | Fact<
      "user.signed_in",
      {
        readonly sessionId: string;
        readonly method: string;
        readonly isKnownPlace: boolean;
        readonly userAgent: string | null;
        readonly address: string | null;
      }
    >
  | Fact<"user.email_verified", { readonly email: string }>
  | Fact<
      "user.password_changed",
      {
        readonly by: "change" | "reset" /** Every other credential ended with it. */;
        readonly isTakenOver?: true;
      }
    >
  | Fact<"user.credential_changed", { readonly change: CredentialChange; readonly label: string | null }>
  | Fact<"user.email_changed", { readonly formerEmail: string; readonly email: string }>
  | Fact<"user.deactivated", { readonly formerEmail?: string }>;
