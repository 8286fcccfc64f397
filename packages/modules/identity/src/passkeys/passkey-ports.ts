import type { User } from "../accounts/user.ts";
import type { ChallengePurpose } from "./challenge.ts";
import type { Passkey, PasskeyKey } from "./passkey.ts";

type Descriptor = { readonly id: string; readonly type: "public-key"; readonly transports?: string[] };

/** What a browser makes a passkey from. */
export type CreationOptions = {
  readonly challenge: string;
  readonly rp: { readonly id?: string; readonly name: string };
  readonly user: { readonly id: string; readonly name: string; readonly displayName: string };
  readonly pubKeyCredParams: { readonly type: "public-key"; readonly alg: number }[];
  readonly timeout?: number;
  readonly excludeCredentials?: Descriptor[];
  readonly authenticatorSelection: {
    readonly residentKey: string;
    readonly requireResidentKey: boolean;
    readonly userVerification: string;
  };
  readonly attestation?: string;
};

/** What a browser asks a passkey with. */
export type RequestOptions = {
  readonly challenge: string;
  readonly rpId?: string;
  readonly timeout?: number;
  readonly allowCredentials?: Descriptor[];
  readonly userVerification: string;
};

type Answer<Response> = {
  readonly id: string;
  readonly rawId: string;
  readonly type: "public-key";
  readonly response: { readonly clientDataJSON: string } & Response;
  readonly authenticatorAttachment?: "platform" | "cross-platform" | null | undefined;
};

/** What a browser answered with a new passkey. */
export type NewPasskeyAnswer = Answer<{
  readonly attestationObject: string;
  readonly transports?: string[] | undefined;
}>;

/** What a browser answered with a passkey's signature. */
export type PasskeyAnswer = Answer<{
  readonly authenticatorData: string;
  readonly signature: string;
  readonly userHandle?: string | undefined;
}>;

/** The ceremonies of WebAuthn: what is asked, and what an answer proves. */
export type PasskeyCeremonies = {
  /** Asks for a passkey that is found without a name typed in and is unlocked by its owner. */
  readonly creation: (
    user: Pick<User, "id" | "email" | "name">,
    existing: readonly PasskeyKey[],
  ) => Promise<CreationOptions>;
  readonly request: () => Promise<RequestOptions>;
  /** The challenge that an answer says it answers; null when it says none. */
  readonly challengeOf: (answer: { readonly response: { readonly clientDataJSON: string } }) => string | null;
  /** The new passkey; null when the answer does not prove that there is one, for this site and this challenge. */
  readonly verifyCreation: (
    answer: NewPasskeyAnswer,
    challenge: string,
  ) => Promise<(PasskeyKey & { readonly isSynced: boolean }) | null>;
  /** The passkey's new counter; null when the answer does not prove that the passkey signed this challenge for this site, or names another user. */
  readonly verifyRequest: (
    answer: PasskeyAnswer,
    challenge: string,
    key: PasskeyKey,
    userId: string,
  ) => Promise<{ readonly counter: number } | null>;
};

export type PasskeyReader = {
  /** Newest first, at most as many as anybody may have. */
  readonly listOf: (userId: string) => Promise<readonly Passkey[]>;
  readonly keysOf: (userId: string) => Promise<readonly PasskeyKey[]>;
};

export type PasskeyWriter = {
  /** @returns false when some account has this passkey already. */
  readonly add: (passkey: Passkey, key: PasskeyKey) => Promise<boolean>;
  readonly countOf: (userId: string) => Promise<number>;
  /** Reads a passkey and keeps others from using it until the transaction ends. */
  readonly lock: (
    credentialId: string,
  ) => Promise<{ readonly passkey: Passkey; readonly key: PasskeyKey } | null>;
  readonly use: (passkeyId: string, counter: number, at: Date) => Promise<void>;
  /** @returns null when the user has no such passkey. */
  readonly rename: (userId: string, passkeyId: string, name: string) => Promise<Passkey | null>;
  /** @returns false when the user has no such passkey. */
  readonly remove: (userId: string, passkeyId: string) => Promise<boolean>;
  readonly removeAll: (userId: string) => Promise<void>;
};

/** Only hashes are stored. */
export type ChallengeWriter = {
  /** @param userId - Null where anybody's passkey will do. */
  readonly issue: (
    challenge: string,
    issued: { readonly purpose: ChallengePurpose; readonly userId: string | null; readonly expiresAt: Date },
  ) => Promise<void>;
  /** Uses a challenge up. Of two answers at once one gets it. @returns null when it is unknown, used or expired. */
  readonly redeem: (
    challenge: string,
    purpose: ChallengePurpose,
    at: Date,
  ) => Promise<{ readonly userId: string | null } | null>;
  /** Makes the challenges that were given to the user worthless. */
  readonly discardAll: (userId: string) => Promise<void>;
};
