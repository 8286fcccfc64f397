import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fakeClock } from "@ashlar/testing";
import { expect, test } from "vitest";
import { developmentMailbox } from "../src/infrastructure/development-mailbox.ts";

async function folder() {
  const path = await mkdtemp(join(tmpdir(), "mailbox-"));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

const mail = (subject: string) => ({
  to: { name: "Ada", address: "ada@example.com" },
  subject,
  html: "<p>words</p>",
  text: "words",
  messageId: "<1@ashlar>",
});

test("keeps mails as files that nobody else may read, and shows the newest first", async () => {
  await using at = await folder();
  const clock = fakeClock();
  const path = join(at.path, "mailbox");
  const mailbox = developmentMailbox(path, "Shop <shop@example.com>", clock);
  expect(await mailbox.list()).toEqual([]);
  await mailbox.send(mail("first"));
  clock.advance(1_000);
  await mailbox.send(mail("second"));
  const [second, first] = await mailbox.list();
  expect([second?.subject, first?.subject]).toEqual(["second", "first"]);
  expect(await mailbox.find(second?.id ?? "")).toEqual(second);
  const [file = ""] = await readdir(path);
  expect((await stat(join(path, file))).mode & 0o077).toBe(0);
});

test.each(["", "../secret", "..%2fsecret", "0000000000000-00000000", "1767225600000-zzzzzzzz"])(
  "finds nothing by the id %j",
  async (id) => {
    await using at = await folder();
    expect(await developmentMailbox(at.path, "x", fakeClock()).find(id)).toBeNull();
  },
);
