import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { getPriority } from "node:os";
import { resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { promisify } from "node:util";
import { Unavailable } from "@ashlar/kernel";
import { expect, onTestFinished, test } from "vitest";
import { hashingProcess } from "../src/passwords/infrastructure/hashing/hashing-process.ts";

const file = resolve(import.meta.dirname, "../src/passwords/infrastructure/hashing/hashing-process.ts");
const cost = { memoryCost: 64, timeCost: 1, parallelism: 1 } as const;
const costly = { memoryCost: 262_144, timeCost: 4, parallelism: 1 } as const;
const password = "violet harbour mango 71";

function hashing() {
  const process = hashingProcess();
  onTestFinished(process.close);
  return process;
}

const pidOf = ({ processId }: ReturnType<typeof hashingProcess>): number => processId() ?? Number.NaN;

async function hasEnded(pid: number): Promise<void> {
  for (;;) {
    const { stdout } = await promisify(execFile)("ps", ["-o", "stat=", "-p", String(pid)]).catch(() => ({
      stdout: "",
    }));
    // One that nobody has waited for is listed, but runs no more.
    if (stdout.trim() === "" || stdout.startsWith("Z")) return;
    await wait(20);
  }
}

test("starts with the first hash, behind every other process", async () => {
  const one = hashing();
  expect(one.processId()).toBeNull();
  const made = await one.hash(password, cost);
  expect(await one.verify(made, password)).toBe(true);
  expect(await one.verify(made, `${password} `)).toBe(false);
  expect(getPriority(pidOf(one))).toBe(10);
  const autogroup = `/proc/${pidOf(one)}/autogroup`;
  if (existsSync(autogroup)) expect(readFileSync(autogroup, "utf8")).toContain("nice 10");
});

test("a text that is no hash fails alone", async () => {
  const one = hashing();
  const results = await Promise.allSettled([one.verify("no hash", password), one.hash(password, cost)]);
  expect(results.map(({ status }) => status)).toEqual(["rejected", "fulfilled"]);
});

test("another process takes over the work of one that is killed", async () => {
  const one = hashing();
  const made = await one.hash(password, cost);
  const killed = pidOf(one);
  const results = Promise.all([one.hash(password, costly), one.verify(made, password)]);
  process.kill(killed, "SIGKILL");
  expect(await results).toEqual([expect.stringContaining("$m=262144,"), true]);
  expect(pidOf(one)).not.toBe(killed);
});

test("work that has seen two processes die is refused, and the next is done", async () => {
  const one = hashing();
  await one.hash(password, cost);
  const first = pidOf(one);
  const refused = expect(one.hash(password, costly)).rejects.toBeInstanceOf(Unavailable);
  process.kill(first, "SIGKILL");
  await expect.poll(() => [first, Number.NaN].includes(pidOf(one))).toBe(false);
  process.kill(pidOf(one), "SIGKILL");
  await refused;
  expect(await one.hash(password, cost)).toContain("$argon2id$");
});

test("finishes what it has before it closes, and takes nothing more", async () => {
  const one = hashingProcess();
  const last = one.hash(password, cost);
  await one.close();
  expect(await last).toContain("$argon2id$");
  expect(one.processId()).toBeNull();
  await expect(one.hash(password, cost)).rejects.toBeInstanceOf(Unavailable);
  await hashingProcess().close();
});

test("a server that is killed leaves no process behind, and an idle one does not keep its server", async () => {
  const script = (then: string): string => `
    import { hashingProcess } from ${JSON.stringify(file)};
    const one = hashingProcess();
    await one.hash("a password", ${JSON.stringify(cost)});
    console.log(one.processId());
    ${then}`;
  for (const then of ["process.kill(process.pid, 'SIGKILL')", ""]) {
    const server = spawn(process.execPath, ["--input-type=module-typescript", "--eval", script(then)], {
      cwd: import.meta.dirname,
      stdio: ["ignore", "pipe", "inherit"],
    });
    const ended = once(server, "exit");
    const [said] = await once(server.stdout, "data");
    await ended;
    await hasEnded(Number(String(said)));
  }
});
