/** A mail that was not sent but stored. */
export type StoredMail = {
  readonly id: string;
  /** ISO 8601. */
  readonly sentAt: string;
  readonly from: string;
  readonly to: { readonly name: string; readonly address: string };
  readonly subject: string;
  readonly text: string;
  readonly html: string;
};

/** What the mails of a development server can be read from. */
export type Mailbox = {
  /** The newest 200, newest first. */
  readonly list: () => Promise<readonly StoredMail[]>;
  /** Null for an id that is unknown or no id at all. */
  readonly find: (id: string) => Promise<StoredMail | null>;
};
