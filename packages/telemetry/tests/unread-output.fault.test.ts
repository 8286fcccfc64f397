import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, constants, mkdtempSync, openSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, onTestFinished, test } from "vitest";

const written = 20_000;
/** Logs more than any output holds, and answers every message of its parent until SIGTERM. */
const program = (format: string) => `
  import { createLogger, standardOutput } from "${import.meta.resolve("../src/index.ts")}";
  const destination = standardOutput();
  const logger = await createLogger({ level: "info", format: "${format}", destination });
  process.on("message", () => {
    for (let number = 0; number < ${written}; number += 1) logger.info({ number, padding: "x".repeat(40) });
    logger.fatal("still here");
    process.send(destination.droppedLines());
  });
  process.on("SIGTERM", () => process.exit(0));
  process.send("ready");`;

async function logging(format: string, output: "pipe" | number): Promise<ChildProcess> {
  const child = spawn(process.execPath, ["--input-type=module", "--eval", program(format)], {
    stdio: ["ignore", output, "inherit", "ipc"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  await once(child, "message");
  return child;
}

const asked = async (child: ChildProcess): Promise<number> => {
  const answer = once(child, "message");
  child.send("log");
  const [dropped] = await answer;
  return Number(dropped);
};

/** A pipe with a reader that never reads; `isClosed` takes the reader away. */
function unreadPipe(isClosed: boolean): number {
  const folder = mkdtempSync(join(tmpdir(), "unread-"));
  const path = join(folder, "pipe");
  execFileSync("mkfifo", [path]);
  const reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const writer = openSync(path, constants.O_WRONLY);
  if (isClosed) closeSync(reader);
  onTestFinished(() => {
    if (!isClosed) closeSync(reader);
    closeSync(writer);
    rmSync(folder, { recursive: true });
  });
  return writer;
}

const outputs: Readonly<Record<string, () => "pipe" | number>> = {
  "a full disk": () => {
    const full = openSync("/dev/full", "w");
    onTestFinished(() => closeSync(full));
    return full;
  },
  "a pipe that is not read": () => unreadPipe(false),
  "a pipe whose reader has gone": () => unreadPipe(true),
  "a socket that is not read": () => "pipe",
};

const cases = [
  ...Object.keys(outputs).map((output) => [output, "json"] as const),
  ["a pipe that is not read", "pretty"] as const,
];

test.each(cases)(
  "%s holds up neither work nor exit (%s); lines are dropped and counted",
  async (name, format) => {
    const child = await logging(format, outputs[name]?.() ?? "pipe");
    const first = await asked(child);
    expect(first).toBeGreaterThan(0);
    expect(await asked(child)).toBeGreaterThan(first);
    const exited = once(child, "exit");
    child.kill("SIGTERM");
    expect(await exited).toEqual([0, null]);
  },
);

test("an output that is read again gets the kept lines whole and in order, and the number of dropped ones", async () => {
  const child = await logging("json", "pipe");
  const dropped = await asked(child);
  const numbers: number[] = [];
  let received = 0;
  for await (const line of createInterface({ input: child.stdout ?? process.stdin })) {
    const { number, msg, lines }: { number?: number; msg?: string; lines?: number } = JSON.parse(line);
    if (msg === "log lines dropped") {
      expect(lines).toBe(dropped);
      break;
    }
    received += 1;
    if (number !== undefined) numbers.push(number);
  }
  expect(numbers).toEqual(numbers.map((_, index) => index));
  expect(received + dropped).toBe(written + 1);
});
