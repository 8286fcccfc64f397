/** A mail about an account, with a link that acts once. */
export type AccountMail = {
  readonly template: "verify-email" | "reset-password" | "change-email";
  readonly to: string;
  /** Null where nobody has shown that the address is the account's: the name may be somebody else's words. */
  readonly name: string | null;
  readonly token: string;
  /** How long the link works, in minutes. */
  readonly minutes: number;
};

/** Sends mails about accounts. */
export type AccountMailer = {
  /**
   * Returns once the mail server has taken the mail.
   *
   * @param key - The same mail has the same key; one that was sent is not sent again.
   */
  readonly send: (key: string, mail: AccountMail) => Promise<void>;
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
