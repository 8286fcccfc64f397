import type { DatabaseConnection } from "@ashlar/database";
import type { Clock } from "@ashlar/kernel";
import type { Surface } from "@ashlar/rpc";
import type { Spine } from "@ashlar/spine";
import { mailboxSurface } from "./api/mailbox-surface.ts";
import type { Mailbox } from "./application/mailbox.ts";
import type { MailTransport } from "./application/ports.ts";
import { type AccountLetter, type AccountLink, sendAccountMail } from "./application/send-account-mail.ts";
import { developmentMailbox } from "./infrastructure/development-mailbox.ts";
import { forgetSentMails } from "./infrastructure/forget-sent-mails.ts";
import { mailJobs } from "./infrastructure/mail-jobs.ts";
import { mailOnEvents } from "./infrastructure/mail-on-events.ts";
import { memoryMailbox } from "./infrastructure/memory-mailbox.ts";
import { postgresMailReservationWriter } from "./infrastructure/postgres-mail-reservations.ts";
import { postgresRecipientReader } from "./infrastructure/postgres-recipient-reader.ts";
import { postgresSentMailReader, postgresSentMailWriter } from "./infrastructure/postgres-sent-mails.ts";
import { reactMailRenderer } from "./infrastructure/react-mail-renderer.ts";
import { smtpMailTransport } from "./infrastructure/smtp-mail-transport.ts";

export type MailOptions = {
  /** `Name <address>`. */
  readonly from: string;
  /** Where the account pages are that links in mails lead to: `https://app.example.org/account`. */
  readonly accountUrl: string;
  /** A mail server, or where the mails are kept that nobody shall get. */
  readonly delivery:
    | { readonly kind: "smtp"; readonly url: string }
    | { readonly kind: "mailbox"; readonly folder: string }
    | { readonly kind: "memory" };
};

export type NotificationsModule = {
  /** Sends mails whose links carry a secret. */
  readonly accountMailer: {
    readonly send: (
      key: string,
      letter: AccountLetter,
      makeLink: () => Promise<AccountLink | null>,
    ) => Promise<void>;
  };
  /** Null where mails are really sent. */
  readonly mailbox: Mailbox | null;
  /** Pages that show the stored mails; none where mails are really sent. */
  readonly surfaces: readonly Surface[];
  readonly close: () => Promise<void>;
};

/** Builds the module and registers the mails that it sends on events. */
export function createNotificationsModule(options: {
  readonly database: DatabaseConnection;
  readonly spine: Pick<Spine, "unitOfWork" | "register">;
  readonly clock: Clock;
  readonly mail: MailOptions;
}): NotificationsModule {
  const { database, spine, clock, mail } = options;
  const { transport, mailbox } = deliveryOf(mail, clock);
  const deps = {
    clock,
    transport,
    render: reactMailRenderer,
    recipients: postgresRecipientReader(database.read),
    sentMails: postgresSentMailReader(database.read),
    transact: spine.unitOfWork((tx) => ({
      sentMails: postgresSentMailWriter(tx),
      reservations: postgresMailReservationWriter(tx),
    })),
  };
  spine.register({
    handlers: [mailOnEvents(spine)],
    jobs: [...mailJobs(deps), forgetSentMails(database, clock)],
  });
  return {
    accountMailer: {
      send: (key, letter, makeLink) => sendAccountMail(deps, mail.accountUrl, { ...letter, key, makeLink }),
    },
    mailbox,
    surfaces: mailbox ? [mailboxSurface(mailbox)] : [],
    close: transport.close,
  };
}

function deliveryOf(
  { delivery, from }: MailOptions,
  clock: Clock,
): { readonly transport: MailTransport; readonly mailbox: Mailbox | null } {
  if (delivery.kind === "smtp") return { transport: smtpMailTransport(delivery.url, from), mailbox: null };
  const mailbox =
    delivery.kind === "memory"
      ? memoryMailbox(from, clock)
      : developmentMailbox(delivery.folder, from, clock);
  return { transport: mailbox, mailbox };
}
