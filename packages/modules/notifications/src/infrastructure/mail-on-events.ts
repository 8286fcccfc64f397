import { defineHandler, type EventHandler, type Spine, type StoredEvent } from "@ashlar/spine";
import type { MailTemplate } from "../domain/mail-template.ts";
import { noticeJob } from "./mail-jobs.ts";

type QueuedTemplate = Exclude<MailTemplate, { readonly link: string }>;

type Notice = { readonly userId: string; readonly email?: string; readonly template: QueuedTemplate };

const noticed = [
  "user.registered",
  "user.signed_in",
  "user.password_changed",
  "user.credential_changed",
  "user.email_changed",
  "user.deactivated",
  "order.confirmed",
  "order.payment_failed",
] as const;

/** Who is told what when something has happened; nobody for what needs no mail. */
function noticesOf(event: StoredEvent<(typeof noticed)[number]>): readonly Notice[] {
  const at = event.occurredAt.toISOString();
  switch (event.type) {
    case "user.registered":
      return [{ userId: event.data.userId, template: { name: "welcome" } }];
    case "user.signed_in": {
      const { userId, isKnownPlace, userAgent, address } = event.data;
      return isKnownPlace ? [] : [{ userId, template: { name: "new-sign-in", at, userAgent, address } }];
    }
    case "user.password_changed":
      // The mail about the account that was taken over says it.
      if (event.data.isTakenOver) return [];
      return [{ userId: event.data.userId, template: { name: "password-changed", at } }];
    case "user.credential_changed": {
      const { userId, change, label } = event.data;
      return [{ userId, template: { name: "credential-changed", change, label, at } }];
    }
    case "user.email_changed": {
      const { userId, formerEmail, email } = event.data;
      const template = { name: "email-changed", formerEmail, email } as const;
      return [formerEmail, email].map((to) => ({ userId, email: to, template }));
    }
    case "user.deactivated": {
      const { userId, formerEmail } = event.data;
      return [{ userId, ...(formerEmail && { email: formerEmail }), template: { name: "account-closed" } }];
    }
    case "order.confirmed": {
      const { buyerId, orderId, total } = event.data;
      return [{ userId: buyerId, template: { name: "order-confirmed", orderId, total } }];
    }
    case "order.payment_failed": {
      const { buyerId, orderId } = event.data;
      return [{ userId: buyerId, template: { name: "order-payment-failed", orderId } }];
    }
  }
}

/** Queues the mails of an event, in the delivery's own unit of work: once for each event. */
export function mailOnEvents(spine: Pick<Spine, "unitOfWork">): EventHandler {
  const transact = spine.unitOfWork(() => ({}));
  return defineHandler({
    name: "notifications.mail",
    on: noticed,
    order: "none",
    handle: async ({ event }) => {
      await transact(async ({ jobs }) => {
        for (const [index, { userId, email = null, template }] of noticesOf(event).entries()) {
          await jobs.enqueue(noticeJob, { key: `${event.id}.${index}`, userId, email, template });
        }
      });
    },
  });
}
