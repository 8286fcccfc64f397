import { expect } from "vitest";
import type { TestServer } from "../test-server.ts";

export type Mailed = {
  readonly id: string;
  /** The first address in the text. */
  readonly link: string;
};

/** Waits for a mail and takes the link out of it. */
export async function mailed(server: TestServer, email: string, subject: string): Promise<Mailed> {
  const found = async () =>
    (await server.backend.mailbox?.list())?.find(
      (mail) => mail.to.address === email && mail.subject === subject,
    );
  await expect.poll(found, { timeout: 10_000 }).toBeDefined();
  const mail = await found();
  return { id: mail?.id ?? "", link: /https?:\S+/.exec(mail?.text ?? "")?.[0] ?? "" };
}

/** The token in the fragment of a mailed link. */
export const tokenOf = (link: string): string =>
  new URLSearchParams(new URL(link).hash.slice(1)).get("token") ?? "";
