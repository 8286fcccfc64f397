import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { access, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../cluster/free-port.ts";
import { eventually } from "../eventually.ts";

export type NatsServer = AsyncDisposable & {
  readonly url: string;
  readonly start: () => Promise<void>;
  readonly kill: () => Promise<void>;
  /** Messages that the stream of events holds. */
  readonly messages: () => Promise<number>;
};

const program = "/usr/sbin/nats-server";

/** Why there can be no NATS here; null where there can. */
export const natsIsMissing = (): Promise<string | null> =>
  access(program).then(
    () => null,
    () => `there is no ${program}`,
  );

/** Starts a NATS server with JetStream on free ports; what it holds survives its restarts. */
export async function startNats(): Promise<NatsServer> {
  const [port, monitorPort] = [await freePort(), await freePort()];
  const folder = await mkdtemp(join(tmpdir(), "ashlar-nats-"));
  const state: { child: ChildProcess | null } = { child: null };
  const monitor = async (path: string): Promise<unknown> =>
    (await fetch(`http://127.0.0.1:${monitorPort}${path}`)).json();
  const endWithUs = (): void => {
    state.child?.kill("SIGKILL");
  };
  process.on("exit", endWithUs);
  const start = async (): Promise<void> => {
    const ports = ["-p", String(port), "-m", String(monitorPort)];
    state.child = spawn(program, ["-js", "-a", "127.0.0.1", ...ports, "-sd", folder], { stdio: "ignore" });
    if (!(await eventually(async () => (await monitor("/healthz")) !== null, 10_000))) {
      throw new Error("NATS does not start.");
    }
  };
  const kill = async (): Promise<void> => {
    const { child } = state;
    if (!child) return;
    const ended = once(child, "exit");
    child.kill("SIGKILL");
    await ended;
    state.child = null;
  };
  await start();
  return {
    url: `nats://127.0.0.1:${port}`,
    start,
    kill,
    messages: async () => {
      // Sound: documented by NATS; a server without streams has none of these.
      const answer = (await monitor("/jsz?streams=true")) as {
        account_details?: { stream_detail?: { state: { messages: number } }[] }[];
      };
      const streams = answer.account_details?.flatMap((account) => account.stream_detail ?? []) ?? [];
      return streams.reduce((sum, { state: { messages } }) => sum + messages, 0);
    },
    [Symbol.asyncDispose]: async () => {
      process.off("exit", endWithUs);
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
