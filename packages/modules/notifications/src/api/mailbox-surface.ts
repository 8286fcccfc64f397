import { MalformedRequest, type Surface } from "@ashlar/rpc";
import type { Mailbox } from "../application/mailbox.ts";
import { mailboxPolicy, mailListPage, mailPage, mailPolicy } from "./mailbox-pages.ts";

const html = (body: string, policy: string): Response =>
  new Response(body, {
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": policy,
      "referrer-policy": "no-referrer",
    },
  });

const localHost = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;
const nothing = (): MalformedRequest =>
  new MalformedRequest(404, "NOT_FOUND", "Nothing is served at this address.");

/**
 * Shows the mails of a development server at `/mailbox`.
 *
 * Only under a name of this machine: a page elsewhere that has its own name point here reads nothing.
 */
export const mailboxSurface = (mailbox: Mailbox): Surface => ({
  path: "/mailbox",
  answer: async (request) => {
    const isRead = request.method === "GET" || request.method === "HEAD";
    if (!isRead || !localHost.test(request.headers.get("host") ?? "")) throw nothing();
    const [, , id, part, ...more] = new URL(request.url).pathname.split("/");
    if (id === undefined || id === "") return html(mailListPage(await mailbox.list()), mailboxPolicy);
    if (more.length > 0 || (part !== undefined && part !== "body")) throw nothing();
    const mail = await mailbox.find(id);
    if (mail === null) throw new MalformedRequest(404, "NOT_FOUND", "There is no such mail.");
    return part === "body" ? html(mail.html, mailPolicy) : html(mailPage(mail), mailboxPolicy);
  },
});
