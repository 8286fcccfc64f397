import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { resolve } from "node:path";
import { testDatabase } from "@ashlar/testing";
import { expect, test } from "vitest";

const main = resolve(import.meta.dirname, "../src/main.ts");
/** Of TEST-NET-3: no machine has it. */
const foreign = "203.0.113.1";

const starts = ["api", "worker", "all"].flatMap((role) => [
  { role, named: "PORT", variables: (taken: string) => ({ PORT: taken }) },
  { role, named: "METRICS_PORT", variables: (taken: string) => ({ PORT: "0", METRICS_PORT: taken }) },
  { role, named: "HOST", variables: () => ({ PORT: "0", HOST: foreign }) },
]);

test.each(starts)(
  "a process of role $role ends with 1 and a sentence when $named cannot be listened on",
  async ({ role, named, variables }) => {
    await using database = await testDatabase();
    const holder = createServer().listen(0, "127.0.0.1");
    await once(holder, "listening");
    const address = holder.address();
    const taken = typeof address === "object" ? String(address?.port) : "";
    const child = spawn(process.execPath, [main], {
      stdio: ["ignore", "ignore", "pipe"],
      env: { PATH: process.env.PATH ?? "", ROLE: role, DATABASE_URL: database.url, ...variables(taken) },
    });
    let text = "";
    child.stderr.on("data", (chunk) => {
      text += String(chunk);
    });
    const [code] = await once(child, "close");
    holder.close();
    expect(text).toMatch(
      named === "HOST" ? /^HOST 203\.0\.113\.1 cannot/m : new RegExp(`^${named} ${taken} is in use`, "m"),
    );
    expect(code).toBe(1);
  },
);
