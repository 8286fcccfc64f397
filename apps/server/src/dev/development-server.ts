import { relative, resolve } from "node:path";
import { seedDemo } from "@ashlar/backend";
import { type DevelopmentDatabase, MigrationDrift } from "@ashlar/database";
import { type DevelopmentPayments, developmentPayments } from "../development-payments.ts";
import type { Env } from "../env.ts";
import { applyDevelopmentMigrations, MigrationsRefused } from "./development-migrations.ts";
import { oneAtATime } from "./one-at-a-time.ts";
import { type ServerChild, startServer } from "./server-child.ts";
import { root } from "./sources.ts";

export type DevelopmentServer = {
  /** @throws Error when it cannot start for another reason than its migrations. */
  readonly start: () => Promise<void>;
  /** A source was written, made or removed. */
  readonly changed: (path: string) => void;
  /** The database was started again, perhaps as an empty one with another URL. */
  readonly databaseRestarted: () => void;
  readonly stop: () => Promise<void>;
};

const quietMs = 100;

/**
 * The server of a development session, started again with each change of its sources.
 *
 * Before each start the database is brought to the tables; while it cannot be, the server of before serves on, and the
 * next change tries again.
 */
export function developmentServer(
  env: Env,
  database: DevelopmentDatabase,
  say: (text: string) => void,
): DevelopmentServer {
  const knownFile = resolve(root, env.DATA_DIR, "tables.sha256");
  const changes = new Set<string>();
  let child: ServerChild | null = null;
  let backing: { readonly url: string; readonly payments: DevelopmentPayments } | null = null;

  /** Migrates, and for a database that is new to this session makes its demo data and its payment sandbox. */
  const prepare = async (): Promise<void> => {
    const { url } = database;
    await applyDevelopmentMigrations(url, knownFile, (tag, statement) => {
      if (backing !== null) say(`Applying ${tag}:\n${indented(statement)}`);
    });
    if (backing?.url === url) return;
    if (env.SEED_DEMO) await seedDemo(url);
    await backing?.payments.stop();
    backing = { url, payments: await developmentPayments(env, url) };
  };
  const launch = (): void => {
    const launched = startServer({ DATABASE_URL: database.url, ...backing?.payments.variables });
    child = launched;
    void launched.ended.then((code) => {
      if (child !== launched) return;
      child = null;
      say(
        `The server ended with ${code === null ? "a signal" : `code ${code}`}; the next save starts it again.`,
      );
    });
  };
  const end = async (): Promise<void> => {
    const ending = child;
    child = null;
    await ending?.stop();
  };
  const refuse = (error: unknown): void => {
    const message = error instanceof Error ? error.message : String(error);
    const isDrift = error instanceof Error && error.cause instanceof MigrationDrift;
    say(`\n${message}`);
    if (isDrift && database.isEmbedded)
      say(`Or stop, remove ${env.DATA_DIR}/postgres and begin with an empty database.`);
    say(
      `${child === null ? "The server does not run" : "The server of before serves on"}; the next save tries again.`,
    );
  };
  const renewal = oneAtATime(quietMs, async () => {
    const [first, ...others] = changes;
    changes.clear();
    const more = others.length === 0 ? "" : ` and ${others.length} more`;
    if (first !== undefined) say(`\n${relative(root, first)}${more} changed; restarting.`);
    try {
      await prepare();
    } catch (error) {
      refuse(error);
      return;
    }
    await end();
    launch();
  });

  return {
    start: async () => {
      try {
        await prepare();
      } catch (error) {
        if (!(error instanceof MigrationsRefused)) throw error;
        refuse(error);
        return;
      }
      launch();
    },
    changed: (path) => {
      changes.add(path);
      renewal.request();
    },
    databaseRestarted: () => {
      if (child === null || backing?.url !== database.url) renewal.request();
    },
    stop: async () => {
      await renewal.idle();
      await end();
      await backing?.payments.stop();
    },
  };
}

const indented = (text: string): string => text.replaceAll(/^/gm, "    ");
