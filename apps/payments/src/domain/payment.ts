import type { SandboxPlan } from "./sandbox-plan.ts";

export type Amount = { readonly amountMinor: number; readonly currency: string };

type Named = {
  readonly reference: string;
  /** What was asked for; null when it was voided before anybody asked. */
  readonly request: { readonly amount: Amount; readonly tokenHash: string } | null;
  readonly createdAt: Date;
  readonly changedAt: Date;
};

/** The sandbox still makes its caller wait (`settlesAt`) or fails so many times more (`failuresLeft`). */
export type Processing = Named & {
  readonly status: "processing";
  readonly settlesAt: Date | null;
  readonly failuresLeft: number;
};
export type Declined = Named & {
  readonly status: "declined";
  readonly reason: "card_declined" | "unknown_token";
};
export type Decided = Named & { readonly status: "authorised" | "captured" | "voided" };
export type Payment = Processing | Declined | Decided;

/** A payment that was just asked for, as its token wants it. */
export function begun(
  reference: string,
  request: { readonly amount: Amount; readonly tokenHash: string },
  plan: SandboxPlan,
  now: Date,
): Payment {
  const named = { reference, request, createdAt: now, changedAt: now };
  switch (plan.kind) {
    case "authorises":
      return { ...named, status: "authorised" };
    case "declines":
      return { ...named, status: "declined", reason: plan.reason };
    case "fails-first":
      return { ...named, status: "processing", settlesAt: null, failuresLeft: plan.failures };
    case "settles-later":
      return {
        ...named,
        status: "processing",
        settlesAt: new Date(now.getTime() + plan.afterMs),
        failuresLeft: 0,
      };
  }
}

/** A reference that is voided before anybody asked for it: whoever asks later is refused. */
export const voidedInAdvance = (reference: string, now: Date): Decided => ({
  reference,
  request: null,
  status: "voided",
  createdAt: now,
  changedAt: now,
});

/** The payment as it stands now: one whose time has come is authorised, whoever waited for it. */
export function settled(payment: Payment, now: Date): Payment {
  if (payment.status !== "processing" || payment.settlesAt === null || payment.settlesAt > now)
    return payment;
  return decided(payment, "authorised", payment.settlesAt);
}

/** One more request to authorise: a failure is used up, or the payment is authorised when none is left. */
export function attempted(payment: Processing, now: Date): Payment {
  if (payment.settlesAt !== null) return settled(payment, now);
  if (payment.failuresLeft === 0) return decided(payment, "authorised", now);
  return { ...payment, failuresLeft: payment.failuresLeft - 1, changedAt: now };
}

export const captured = (payment: Decided, now: Date): Payment => decided(payment, "captured", now);
export const voided = (payment: Payment, now: Date): Payment => decided(payment, "voided", now);

const decided = (
  { reference, request, createdAt }: Payment,
  status: Decided["status"],
  changedAt: Date,
): Decided => ({ reference, request, createdAt, status, changedAt });

/** Whether a request asks for this very payment again. */
export const isSameRequest = (payment: Payment, amount: Amount, tokenHash: string): boolean =>
  payment.request?.tokenHash === tokenHash &&
  payment.request.amount.amountMinor === amount.amountMinor &&
  payment.request.amount.currency === amount.currency;
