import { createTransport } from "nodemailer";
import type { MailTransport } from "../application/ports.ts";

/**
 * Sends by SMTP, over at most three connections that are kept.
 *
 * @param url - `smtp://user:password@host:587` (STARTTLS where the server offers it; `?requireTLS=true` demands it) or
 *   `smtps://…:465`.
 * @param from - `Name <address>`.
 */
export function smtpMailTransport(url: string, from: string): MailTransport {
  const transport = createTransport(
    {
      url,
      pool: true,
      maxConnections: 3,
      connectionTimeout: 10_000,
      greetingTimeout: 10_000,
      socketTimeout: 20_000,
      disableFileAccess: true,
      disableUrlAccess: true,
    },
    { from },
  );
  return {
    send: async ({ to, subject, html, text, messageId }) => {
      await transport.sendMail({ to, subject, html, text, messageId });
    },
    close: async () => transport.close(),
  };
}
