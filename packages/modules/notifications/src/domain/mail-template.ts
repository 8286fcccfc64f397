export type Money = { readonly amountMinor: number; readonly currency: string };

/** A mail by what it says; the words are `mailContent`'s. */
export type MailTemplate =
  | { readonly name: "welcome" }
  | { readonly name: "verify-email"; readonly link: string; readonly minutes: number }
  | { readonly name: "reset-password"; readonly link: string; readonly minutes: number }
  | { readonly name: "change-email"; readonly link: string; readonly minutes: number }
  | {
      readonly name: "new-sign-in";
      /** ISO 8601, UTC. */
      readonly at: string;
      readonly userAgent: string | null;
      readonly address: string | null;
    }
  | { readonly name: "password-changed"; readonly at: string }
  | {
      readonly name: "credential-changed";
      /** One of `credentialWords`, or of a later release. */
      readonly change: string;
      /** The owner's name for it. */
      readonly label: string | null;
      readonly at: string;
    }
  | { readonly name: "email-changed"; readonly formerEmail: string; readonly email: string }
  | { readonly name: "account-closed" }
  | { readonly name: "order-confirmed"; readonly orderId: string; readonly total: Money }
  | { readonly name: "order-payment-failed"; readonly orderId: string };

/** The same mail without what somebody could have written into it. */
export function impersonal(template: MailTemplate): MailTemplate {
  if (template.name === "new-sign-in") return { ...template, userAgent: null };
  return template.name === "credential-changed" ? { ...template, label: null } : template;
}
