import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { expect, onTestFinished, test } from "vitest";

/** A process that logs, then does what it is told to. */
function logging(then: string) {
  const child = spawn(
    process.execPath,
    [
      "--input-type=module",
      "--eval",
      `import { createLogger } from "${import.meta.resolve("../src/create-logger.ts")}";
       const logger = await createLogger({ level: "info", format: "json" });
       ${then}`,
    ],
    { stdio: ["pipe", "pipe", "inherit"] },
  );
  onTestFinished(() => void child.kill("SIGKILL"));
  return child;
}

const numbers = (lines: string): number[] =>
  lines
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line).number);

test.each([
  ["ends", ""],
  ["exits at once", "process.exit();"],
])("a process that %s has written every line, in order", async (_, end) => {
  const child = logging(`for (let number = 0; number < 1_000; number += 1) logger.info({ number }); ${end}`);
  expect(numbers(await text(child.stdout))).toEqual(Array.from({ length: 1_000 }, (_, number) => number));
});

test("a line that comes alone is written while the process continues", async () => {
  const child = logging("logger.info({ number: 1 }); setInterval(() => undefined, 1_000);");
  const [line] = await once(child.stdout, "data");
  expect(numbers(String(line))).toEqual([1]);
});

test("a fatal line and those before it are written before a process is killed", async () => {
  const child = logging(
    "logger.info({ number: 1 }); logger.fatal({ number: 2 }); process.kill(process.pid, 'SIGKILL');",
  );
  expect(numbers(await text(child.stdout))).toEqual([1, 2]);
});
