import { MalformedRequest } from "@ashlar/rpc";
import { Hono } from "hono";
import type { AppEnv } from "../app-env.ts";
import type { Mailbox } from "../app-options.ts";
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

/**
 * Shows the mails of a development server at `/mailbox`.
 *
 * Only under a name of this machine: a page elsewhere that has its own name point here reads nothing.
 */
export function mailboxSurface(mailbox: Mailbox): Hono<AppEnv> {
  const found = async (id: string) => {
    const mail = await mailbox.find(id);
    if (mail === null) throw new MalformedRequest(404, "NOT_FOUND", "There is no such mail.");
    return mail;
  };
  return new Hono<AppEnv>()
    .use("/mailbox/*", async (c, next) => {
      if (!localHost.test(c.req.header("host") ?? ""))
        throw new MalformedRequest(404, "NOT_FOUND", "Nothing is served at this address.");
      await next();
    })
    .get("/mailbox", async () => html(mailListPage(await mailbox.list()), mailboxPolicy))
    .get("/mailbox/:id", async (c) => html(mailPage(await found(c.req.param("id"))), mailboxPolicy))
    .get("/mailbox/:id/body", async (c) => html((await found(c.req.param("id"))).html, mailPolicy));
}
