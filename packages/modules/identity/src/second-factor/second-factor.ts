/** An authenticator app of a user. */
export type SecondFactor = {
  /** Base32, 160 bits. */
  readonly secret: string;
  /** Null until a code of the app has shown that it was set up rightly; until then it does not count. */
  readonly onSince: Date | null;
  /** The 30-second step whose code was used last. */
  readonly lastStep: number | null;
};

/** What may be known of it without a secret. */
export type SecondFactorStatus = { readonly onSince: Date | null; readonly recoveryCodesLeft: number };

/** Length of a code's life, RFC 6238's default. */
const stepMs = 30_000;

/** How many recovery codes are handed out at once. */
export const recoveryCodeCount = 10;

/** The steps whose codes are taken at `at`: this one, and one before and after for clocks that differ. */
export function stepsAround(at: Date): readonly number[] {
  const step = Math.floor(at.getTime() / stepMs);
  return [step - 1, step, step + 1];
}

/** Whether a step's code is still worth something: a used one and those before it never again. */
export const isUnusedStep = ({ lastStep }: Pick<SecondFactor, "lastStep">, step: number): boolean =>
  lastStep === null || step > lastStep;

/** The letters of a recovery code as it is compared: how it was grouped and written does not matter. */
export const recoveryLetters = (typed: string): string => typed.replace(/[\s-]/g, "").toLowerCase();
