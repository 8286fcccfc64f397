import { AsyncLocalStorage } from "node:async_hooks";
import { afterCommit, type DatabaseConnection, type Transaction } from "@ashlar/database";
import { type Log, uuidV7 } from "@ashlar/kernel";
import { sql } from "drizzle-orm";
import type { CacheChanges } from "./cache.ts";

/** Where changes are announced to every process. */
export const cacheChannel = "ashlar_cache";

/** Of 8,000 bytes that a notification holds, tags of up to 70 fill 7,000. */
const tagsPerNotification = 100;

type Deps = {
  readonly database: Pick<DatabaseConnection, "read">;
  readonly log: Log;
  readonly changedHere: (tags: readonly string[]) => void;
};

/**
 * Tells every process what has changed, by NOTIFY: PostgreSQL delivers it with the commit, or not at all.
 *
 * This process does not wait for the notification: what it keeps ends before the caller's commit is answered.
 */
export function changeNews({ database, log, changedHere }: Deps): CacheChanges {
  const unsent = new Set<string>();
  // Whoever changes something may be a request that ends: the notification is not part of it.
  const outside = AsyncLocalStorage.snapshot();
  let isSending = false;

  const send = async (): Promise<void> => {
    isSending = true;
    while (unsent.size > 0) {
      const tags = [...unsent].slice(0, tagsPerNotification);
      for (const tag of tags) unsent.delete(tag);
      await database.read
        .select({ sent: sql`pg_notify(${cacheChannel}, ${textOf(tags)})` })
        .from(sql`(values (1)) as once`)
        .catch((error: unknown) =>
          log.warn({ error }, "A change was not announced; others see it in seconds."),
        );
    }
    isSending = false;
  };
  return {
    withCommit: async (tx: Transaction, tags) => {
      afterCommit(tx, () => changedHere(tags));
      for (let from = 0; from < tags.length; from += tagsPerNotification) {
        const text = textOf(tags.slice(from, from + tagsPerNotification));
        await tx.execute(sql`select pg_notify(${cacheChannel}, ${text})`);
      }
    },
    afterCommit: (tx, tags) => {
      afterCommit(tx, () => {
        changedHere(tags);
        for (const tag of tags) unsent.add(tag);
        if (!isSending) outside(() => void send());
      });
    },
  };
}

const textOf = (tags: readonly string[]): string => [uuidV7(), ...tags].join(" ");

/** Reads what `changeNews` has sent. */
export function parseNews(payload: string): {
  readonly generation: string;
  readonly tags: readonly string[];
} {
  const [generation = "", ...tags] = payload.split(" ");
  return { generation, tags };
}
