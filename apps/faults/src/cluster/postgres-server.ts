import { type EmbeddedPostgres, startEmbeddedPostgres } from "@ashlar/database";

/** A PostgreSQL of the cluster's own, which can be killed and started again at the same address. */
export type PostgresServer = AsyncDisposable & {
  readonly url: string;
  readonly port: number;
  /** `SIGKILL`: as the machine's memory killer; `SIGQUIT`: an immediate, `SIGINT`: a fast shutdown. */
  readonly end: (signal: "SIGKILL" | "SIGQUIT" | "SIGINT") => Promise<void>;
  readonly start: () => Promise<void>;
};

/**
 * A commit reaches the system's memory before it is answered, which survives a killed server; the disk is never waited
 * for, as no scenario pulls the plug of the machine.
 */
const settings = {
  synchronous_commit: "on",
  shared_buffers: "32MB",
  max_connections: "100",
  log_min_messages: "fatal",
};

export async function postgresServer(
  dataDir: string,
  more: Readonly<Record<string, string>> = {},
): Promise<PostgresServer> {
  const start = (port?: number): Promise<EmbeddedPostgres> =>
    startEmbeddedPostgres({
      dataDir,
      durable: false,
      settings: { ...settings, ...more },
      ...(port !== undefined && { port }),
    });
  const first = await start();
  const state = { server: first };
  const endWithUs = (): void => {
    process.kill(state.server.pid, "SIGQUIT");
  };
  process.on("exit", endWithUs);
  return {
    url: first.url,
    port: first.port,
    end: async (signal) => {
      process.kill(state.server.pid, signal);
      await state.server.stop();
    },
    start: async () => {
      state.server = await start(first.port);
    },
    [Symbol.asyncDispose]: async () => {
      process.off("exit", endWithUs);
      await state.server.stop();
    },
  };
}
