import { credentialWords } from "./credential-words.ts";
import { formattedMoney } from "./formatted-money.ts";
import type { MailTemplate } from "./mail-template.ts";

/** The words of a mail, as plain text; whoever lays it out escapes them. */
export type MailContent = {
  readonly subject: string;
  readonly paragraphs: readonly string[];
  readonly action?: { readonly label: string; readonly link: string };
};

const notYou = "If this was not you, set a new password at once: it ends every session.";
const notYourChange =
  "If this was not you, set a new password at once, which ends every session, and then remove the keys, passkeys and apps that are not yours.";
const unasked = "If you did not ask for this, do nothing: without the link nothing changes.";
const works = (minutes: number): string => `The link works once, for ${minutes} minutes.`;
const time = (iso: string): string => `${iso.slice(0, 16).replace("T", " ")} UTC`;

/**
 * Writes what a mail says.
 *
 * @param name - The recipient's, as they entered it: text, never markup. Null where it may be somebody else's words.
 */
export function mailContent(template: MailTemplate, name: string | null): MailContent {
  const greeting = name === null ? "Hello," : `Hello ${name},`;
  const { subject, words, action } = contentOf(template);
  return { subject, paragraphs: [greeting, ...words], ...(action && { action }) };
}

type Words = {
  readonly subject: string;
  readonly words: readonly string[];
  readonly action?: { readonly label: string; readonly link: string };
};

function contentOf(template: MailTemplate): Words {
  switch (template.name) {
    case "welcome":
      return {
        subject: "Welcome",
        words: [
          "your account is ready.",
          "A second mail has a link that verifies your address; please follow it.",
        ],
      };
    case "verify-email":
      return {
        subject: "Verify your address",
        words: ["please verify that this address is yours.", works(template.minutes), unasked],
        action: { label: "Verify address", link: template.link },
      };
    case "reset-password":
      return {
        subject: "Set a new password",
        words: [
          "somebody, you we hope, asked for a new password of your account.",
          works(template.minutes),
          unasked,
        ],
        action: { label: "Set a new password", link: template.link },
      };
    case "change-email":
      return {
        subject: "Confirm your new address",
        words: [
          "please confirm this address as the new one of your account.",
          works(template.minutes),
          unasked,
        ],
        action: { label: "Confirm address", link: template.link },
      };
    case "new-sign-in":
      return {
        subject: "New sign-in to your account",
        words: [
          `at ${time(template.at)} somebody signed in to your account from a place we did not know.`,
          `Browser: ${template.userAgent ?? "unknown"}. Address: ${template.address ?? "unknown"}.`,
          notYou,
        ],
      };
    case "password-changed":
      return {
        subject: "Your password was changed",
        words: [`at ${time(template.at)} the password of your account was changed.`, notYou],
      };
    case "credential-changed": {
      const { subject, sentence } = credentialWords(template.change);
      const named = template.label === null ? [] : [`Its name is ${template.label}.`];
      return { subject, words: [`at ${time(template.at)} ${sentence}`, ...named, notYourChange] };
    }
    case "email-changed":
      return {
        subject: "Your address was changed",
        words: [
          `the address of your account is now ${template.email}; it was ${template.formerEmail}.`,
          "If this was not you, write to our support at once.",
        ],
      };
    case "account-closed":
      return {
        subject: "Your account is closed",
        words: ["your account is closed and every session ended."],
      };
    case "order-confirmed":
      return {
        subject: "Your order is confirmed",
        words: [
          `we have your payment of ${formattedMoney(template.total)}.`,
          `Your order has the number ${template.orderId}.`,
        ],
      };
    case "order-payment-failed":
      return {
        subject: "Your payment failed",
        words: [
          `the payment of your order ${template.orderId} failed; nothing was charged.`,
          "Please place the order again.",
        ],
      };
  }
}
