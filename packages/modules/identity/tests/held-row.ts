import { expect } from "vitest";
import type { IdentityHarness } from "./identity-harness.ts";

export type HeldRow = {
  /** Settles once so many others wait for what is held. */
  readonly waiting: (count: number) => Promise<void>;
  readonly release: () => Promise<void>;
};

/** Holds what a statement locks from a connection of its own; whoever changes it waits until it is let go. */
export async function heldRow(
  { database: { sql } }: Pick<IdentityHarness, "database">,
  statement: string,
): Promise<HeldRow> {
  const connection = await sql.reserve();
  await connection`begin`;
  await connection.unsafe(statement);
  const lockWaits = () =>
    sql`select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`;
  return {
    waiting: async (count) => {
      await expect.poll(async () => (await lockWaits()).length).toBe(count);
    },
    release: async () => {
      await connection`commit`;
      connection.release();
    },
  };
}
