export {
  createNotificationsModule,
  type MailOptions,
  type NotificationsModule,
} from "./create-notifications-module.ts";
export type { KeptMail, Mailbox } from "./infrastructure/development-mailbox.ts";
