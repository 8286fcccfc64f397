import { randomBytes } from "node:crypto";
import { mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Clock } from "@ashlar/kernel";
import { z } from "zod";
import type { Mailbox, StoredMail } from "../application/mailbox.ts";
import type { MailTransport } from "../application/ports.ts";

const stored = z.object({
  id: z.string(),
  sentAt: z.iso.datetime(),
  from: z.string(),
  to: z.object({ name: z.string(), address: z.string() }),
  subject: z.string(),
  text: z.string(),
  html: z.string(),
});

const idShape = /^[0-9]{13,16}-[0-9a-f]{8}$/;
const shownMails = 200;

/** Keeps mails as JSON files in a folder instead of sending them; for development. */
export function developmentMailbox(folder: string, from: string, clock: Clock): MailTransport & Mailbox {
  const read = async (id: string): Promise<StoredMail | null> => {
    if (!idShape.test(id)) return null;
    const text = await readFile(join(folder, `${id}.json`), "utf8").catch(() => null);
    return text === null ? null : stored.parse(JSON.parse(text));
  };
  return {
    send: async ({ to, subject, html, text }) => {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const at = clock.now();
      const id = `${String(at.getTime()).padStart(13, "0")}-${randomBytes(4).toString("hex")}`;
      const mail: StoredMail = { id, sentAt: at.toISOString(), from, to, subject, text, html };
      // Whole or not at all, for whoever reads the folder meanwhile.
      const unfinished = join(folder, `.${id}`);
      await writeFile(unfinished, JSON.stringify(mail, null, 2), { mode: 0o600 });
      await rename(unfinished, join(folder, `${id}.json`));
    },
    close: async () => undefined,
    list: async () => {
      const names = await readdir(folder).catch(() => []);
      const ids = names.map((name) => name.replace(/\.json$/, "")).filter((id) => idShape.test(id));
      const newest = ids.sort().reverse().slice(0, shownMails);
      const mails = await Promise.all(newest.map(read));
      return mails.filter((mail) => mail !== null);
    },
    find: read,
  };
}
