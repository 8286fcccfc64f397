import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { Unavailable } from "@ashlar/kernel";
import type { HashingAnswer, HashingRequest } from "./hashing-message.ts";
import type { PasswordWork } from "./password-work.ts";

export type HashingProcess = PasswordWork & {
  /** Null before the first hash, and between two processes. */
  readonly processId: () => number | null;
  /** Takes no more work, finishes what it has and ends the process. */
  readonly close: () => Promise<void>;
};

type Job = {
  readonly request: HashingRequest;
  readonly settle: (answer: HashingAnswer) => void;
  readonly refuse: (error: Error) => void;
  isRepeated: boolean;
};

/**
 * Hashes in a process of low priority, so that sign-ins take what requests and the database leave.
 *
 * It starts with the first hash and ends with this process, however that ends. When it dies, another takes over what it
 * had, once: work that has killed two processes is refused.
 *
 * @see docs/decisions/075-hashing-process.md
 */
export function hashingProcess(): HashingProcess {
  const jobs = new Map<number, Job>();
  let child: ChildProcess | null = null;
  let lastId = 0;
  let isClosed = false;
  let onIdle: (() => void) | null = null;

  const finish = (id: number): Job | undefined => {
    const job = jobs.get(id);
    jobs.delete(id);
    if (jobs.size > 0) return job;
    child?.channel?.unref();
    onIdle?.();
    return job;
  };
  const start = (): ChildProcess => {
    const started = fork(join(import.meta.dirname, "hashing-child.ts"), {
      // A session of its own: Ctrl-C reaches the server alone, which drains.
      detached: true,
      // It needs none of the secrets there.
      env: {},
      execArgv: [],
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    started.unref();
    // Sound: the one sender is `hashing-child.ts`, by the type.
    started.on("message", (message) => {
      const answer = message as HashingAnswer;
      finish(answer.id)?.settle(answer);
    });
    const ended = (): void => {
      if (child !== started) return;
      child = null;
      for (const job of jobs.values()) repeat(job);
    };
    started.on("exit", ended);
    started.on("error", ended);
    return started;
  };
  const send = ({ request }: Job): void => {
    child ??= start();
    child.channel?.ref();
    // A message that is lost is repeated when the process has ended.
    child.send(request, () => undefined);
  };
  const repeat = (job: Job): void => {
    if (job.isRepeated) {
      finish(job.request.id);
      job.refuse(new Unavailable("The process that hashes passwords has ended."));
    } else {
      job.isRepeated = true;
      send(job);
    }
  };
  const ask = (request: HashingRequest): Promise<string | boolean> =>
    new Promise((resolve, reject) => {
      if (isClosed) throw new Unavailable("No more passwords are hashed.");
      const settle = (answer: HashingAnswer): void =>
        "failure" in answer ? reject(new Error(answer.failure)) : resolve(answer.result);
      const job = { request, settle, refuse: reject, isRepeated: false };
      jobs.set(request.id, job);
      send(job);
    });
  const nextId = (): number => {
    lastId += 1;
    return lastId;
  };
  return {
    hash: async (password, cost) => String(await ask({ id: nextId(), kind: "hash", password, cost })),
    verify: async (passwordHash, password) =>
      (await ask({ id: nextId(), kind: "verify", password, passwordHash })) === true,
    processId: () => child?.pid ?? null,
    close: async () => {
      isClosed = true;
      if (jobs.size > 0) {
        await new Promise<void>((resolve) => {
          onIdle = resolve;
        });
      }
      if (child === null) return;
      const exited = once(child, "exit");
      child.ref();
      child.disconnect();
      await exited;
    },
  };
}
