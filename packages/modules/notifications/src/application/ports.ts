import type { MailCause } from "../domain/mail-allowance.ts";
import type { MailTemplate } from "../domain/mail-template.ts";

export type RenderedMail = { readonly subject: string; readonly html: string; readonly text: string };

/** A mail ready to go. */
export type AddressedMail = RenderedMail & {
  readonly to: { readonly name: string; readonly address: string };
  /** The same mail has the same one, so that a mail program shows one that came twice once. */
  readonly messageId: string;
};

/** Hands mails over to whoever delivers them. */
export type MailTransport = {
  /** Returns once the other side has taken the mail. @throws when it has not, or may not have. */
  readonly send: (mail: AddressedMail) => Promise<void>;
  readonly close: () => Promise<void>;
};

export type MailRenderer = (template: MailTemplate, name: string | null) => Promise<RenderedMail>;

export type Recipient = {
  readonly email: string;
  /** Null where nobody has shown that the address is the user's: who reads the mail may not be who chose the name. */
  readonly name: string | null;
};

/** Finds a user with the address that the user has now. */
export type RecipientReader = { readonly find: (userId: string) => Promise<Recipient | null> };

export type SentMailReader = { readonly has: (key: string) => Promise<boolean> };

export type MailReservationWriter = {
  /**
   * Reserves one of the mails that an address may get. Of several at once no more are reserved than are allowed.
   *
   * @param key - The mail's; one that was reserved is not counted again.
   * @param of.address - In lower case.
   * @returns false when the address has had as many as it may get.
   */
  readonly reserve: (
    key: string,
    of: { readonly cause: MailCause; readonly address: string },
    at: Date,
  ) => Promise<boolean>;
};

export type SentMailWriter = {
  /** Remembers that a mail was taken; doing so again changes nothing. */
  readonly add: (key: string, template: MailTemplate["name"], at: Date) => Promise<void>;
};
