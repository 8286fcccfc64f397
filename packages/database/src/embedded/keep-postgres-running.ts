import { processIsAlive } from "./process-is-alive.ts";
import {
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
  startEmbeddedPostgres,
} from "./start-embedded-postgres.ts";

/** Learns what becomes of an embedded server that ended without being asked to. */
export type PostgresKeeper = {
  readonly ended: () => void;
  /** Its URL is another one where the folder was made again or the port is taken by now. */
  readonly restarted: (url: string) => void;
  /** It does not start again; nothing is tried any more. */
  readonly failed: (error: unknown) => void;
};

export type KeptPostgres = {
  /** Of the server that runs now. */
  readonly url: string;
  readonly stop: () => Promise<void>;
};

/**
 * Runs the embedded server and starts it again whenever its process ends: killed, crashed or stopped from elsewhere.
 *
 * @param everyMs - How often the process is looked for.
 * @throws Error as {@link startEmbeddedPostgres} does, for the first start; later ones are reported to `keeper`.
 */
export async function keepPostgresRunning(
  options: EmbeddedPostgresOptions,
  keeper: PostgresKeeper,
  everyMs = 250,
): Promise<KeptPostgres> {
  let server: EmbeddedPostgres = await startEmbeddedPostgres(options);
  let restart: Promise<void> = Promise.resolve();
  const startAgain = async (): Promise<void> => {
    keeper.ended();
    try {
      const ended = server;
      server = await startEmbeddedPostgres(options);
      // The claim of the one that ended is given up only now, so that no other user stops the new one in between.
      await ended.stop();
      keeper.restarted(server.url);
      watch();
    } catch (error) {
      keeper.failed(error);
    }
  };
  let timer: NodeJS.Timeout;
  const watch = (): void => {
    timer = setInterval(() => {
      if (processIsAlive(server.pid)) return;
      clearInterval(timer);
      restart = startAgain();
    }, everyMs);
    timer.unref();
  };
  watch();
  return {
    get url() {
      return server.url;
    },
    stop: async () => {
      clearInterval(timer);
      await restart;
      clearInterval(timer);
      await server.stop();
    },
  };
}
