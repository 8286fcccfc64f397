import type { z } from "zod";
import type { EventDeclaration } from "../core/event.ts";
import {
  orderCancelled,
  orderConfirmed,
  orderFulfilled,
  orderPaymentFailed,
  orderPlaced,
} from "./order-events.ts";
import {
  userCredentialChanged,
  userDeactivated,
  userEmailChanged,
  userEmailVerified,
  userPasswordChanged,
  userRegistered,
  userSignedIn,
} from "./user-events.ts";

/** Every event of the system, by name. */
export const events = {
  "order.placed": orderPlaced,
  "order.confirmed": orderConfirmed,
  "order.payment_failed": orderPaymentFailed,
  "order.cancelled": orderCancelled,
  "order.fulfilled": orderFulfilled,
  "user.registered": userRegistered,
  "user.signed_in": userSignedIn,
  "user.email_verified": userEmailVerified,
  "user.password_changed": userPasswordChanged,
  "user.credential_changed": userCredentialChanged,
  "user.email_changed": userEmailChanged,
  "user.deactivated": userDeactivated,
} as const satisfies { readonly [Name in string]: EventDeclaration<Name> };

export type EventName = keyof typeof events;

/** What an event of that name says, in today's version. */
export type EventData<Name extends EventName> = z.output<(typeof events)[Name]["data"]>;
