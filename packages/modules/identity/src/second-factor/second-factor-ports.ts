import type { SecondFactor, SecondFactorStatus } from "./second-factor.ts";

export type SecondFactorReader = {
  readonly statusOf: (userId: string) => Promise<SecondFactorStatus>;
};

export type SecondFactorWriter = {
  /** Keeps a secret that is not confirmed yet, in place of an earlier one. */
  readonly begin: (userId: string, secret: string, at: Date) => Promise<void>;
  /** Reads the factor, confirmed or not, and keeps others from using it until the transaction ends. */
  readonly lock: (userId: string) => Promise<SecondFactor | null>;
  /** Whether the user has confirmed a factor; its secret is not opened. */
  readonly isOn: (userId: string) => Promise<boolean>;
  readonly turnOn: (userId: string, step: number, at: Date) => Promise<void>;
  /** Makes the code of a step, and those before it, worthless. */
  readonly useStep: (userId: string, step: number) => Promise<void>;
  /** Forgets the factor and its recovery codes. @returns false when there was none. */
  readonly remove: (userId: string) => Promise<boolean>;
  /** Makes ten new codes, told once; earlier ones are worthless. */
  readonly replaceRecoveryCodes: (userId: string) => Promise<readonly string[]>;
  /** Uses a recovery code up. Of two at once one gets it. */
  readonly redeemRecoveryCode: (userId: string, typed: string) => Promise<boolean>;
};

/** Codes of authenticator apps: SHA-1, 6 digits, 30 seconds, which is what every app can do. */
export type TotpCodes = {
  /** 160 random bits in base32. */
  readonly newSecret: () => string;
  /** What an app reads from a QR code. */
  readonly uri: (secret: string, account: string) => string;
  /** The step at or around `at` whose code was typed; null when it is none of them. */
  readonly matchingStep: (secret: string, typed: string, at: Date) => number | null;
};
