import { fork } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";

/** One server under test, in a process of its own. */
export type Candidate = { readonly name: string; readonly port: number; readonly stop: () => Promise<void> };

/** Starts `candidates/<file>` with arguments and waits until it says on which port it listens. */
export async function startCandidate(
  name: string,
  file: string,
  args: readonly string[],
): Promise<Candidate> {
  const child = fork(resolve(import.meta.dirname, "../candidates", file), args, {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const [message] = await Promise.race([
    once(child, "message"),
    once(child, "exit").then(() => Promise.reject(new Error(`${name} ended before it listened.`))),
  ]);
  const port: unknown = Reflect.get(Object(message), "port");
  if (typeof port !== "number") throw new Error(`${name} did not say its port.`);
  return {
    name,
    port,
    stop: async () => {
      const exited = once(child, "exit");
      child.kill("SIGKILL");
      await exited;
    },
  };
}
