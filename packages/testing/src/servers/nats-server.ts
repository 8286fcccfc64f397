import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "./free-port.ts";
import { type SystemServer, startSystemServer } from "./system-server.ts";

export type NatsServer = SystemServer & {
  readonly url: string;
  /** Messages that its streams hold. */
  readonly messages: () => Promise<number>;
};

/** Starts a NATS server with JetStream on free ports; what it holds survives its restarts. */
export async function startNats(): Promise<NatsServer> {
  const [port, monitorPort] = [await freePort(), await freePort()];
  const folder = await mkdtemp(join(tmpdir(), "ashlar-nats-"));
  const monitor = async (path: string): Promise<unknown> =>
    (await fetch(`http://127.0.0.1:${monitorPort}${path}`)).json();
  const ports = ["-p", String(port), "-m", String(monitorPort)];
  const server = await startSystemServer({
    program: "nats-server",
    args: ["-js", "-a", "127.0.0.1", ...ports, "-sd", folder],
    // The monitor answers before the port for clients is open, with another status.
    answers: async () => (await fetch(`http://127.0.0.1:${monitorPort}/healthz`)).ok,
  });
  return {
    ...server,
    url: `nats://127.0.0.1:${port}`,
    messages: async () => {
      // Sound: documented by NATS; a server without streams has none of these.
      const answer = (await monitor("/jsz?streams=true")) as {
        account_details?: { stream_detail?: { state: { messages: number } }[] }[];
      };
      const streams = answer.account_details?.flatMap((account) => account.stream_detail ?? []) ?? [];
      return streams.reduce((sum, { state: { messages } }) => sum + messages, 0);
    },
    [Symbol.asyncDispose]: async () => {
      await server[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
