/** Which mail about an account, and to whom. */
export type AccountLetter = {
  readonly template: "verify-email" | "reset-password" | "change-email";
  readonly to: string;
};

/** What makes the letter a mail: a link that acts once. */
export type AccountLink = {
  /** Null where nobody has shown that the address is the account's: the name may be somebody else's words. */
  readonly name: string | null;
  readonly token: string;
  /** How long the link works, in minutes. */
  readonly minutes: number;
};

/** Sends mails about accounts. */
export type AccountMailer = {
  /**
   * Returns once the mail server has taken the mail, or once it is clear that none goes out: it was sent, the address has
   * had as many mails of the kind as strangers may cause, or no link is made.
   *
   * @param key - The same mail has the same key; one that was sent is not sent again.
   * @param makeLink - Called only for a mail that goes out, so that no link is made that reaches nobody.
   */
  readonly send: (
    key: string,
    letter: AccountLetter,
    makeLink: () => Promise<AccountLink | null>,
  ) => Promise<void>;
};

/**
 * Asks for mails whose links carry secrets; each is made when it is sent, so no secret waits in a queue.
 *
 * The request commits with the unit of work, and costs the same whether the address belongs to an account or not.
 */
export type AccountMailRequests = {
  readonly verification: (userId: string) => Promise<void>;
  /** @param email - In lower case; of an account or not. */
  readonly passwordReset: (email: string) => Promise<void>;
  /** @param passwordHash - What the request was proved by; once it is replaced, nothing is mailed any more. */
  readonly emailChange: (userId: string, newEmail: string, passwordHash: string | null) => Promise<void>;
};
