export type { Mailbox, StoredMail } from "./application/mailbox.ts";
export {
  createNotificationsModule,
  type MailOptions,
  type NotificationsModule,
} from "./create-notifications-module.ts";
