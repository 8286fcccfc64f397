import type { Clock, UnitOfWork } from "@ashlar/kernel";
import type {
  MailRenderer,
  MailReservationWriter,
  MailTransport,
  RecipientReader,
  SentMailReader,
  SentMailWriter,
} from "./ports.ts";

export type NotificationsDeps = {
  readonly clock: Clock;
  readonly render: MailRenderer;
  readonly transport: MailTransport;
  readonly recipients: RecipientReader;
  readonly sentMails: SentMailReader;
  readonly transact: UnitOfWork<{
    readonly sentMails: SentMailWriter;
    readonly reservations: MailReservationWriter;
  }>;
};
