import { setTimeout as wait } from "node:timers/promises";
import postgres from "postgres";

/**
 * Takes every connection that becomes free, until it is disposed.
 *
 * It asks again and again, as others give theirs back.
 */
export async function hogConnections(url: string): Promise<AsyncDisposable> {
  const held: postgres.Sql[] = [];
  const state = { isOver: false };
  const take = async (): Promise<void> => {
    while (!state.isOver) {
      const sql = postgres(url, {
        max: 1,
        fetch_types: false,
        connect_timeout: 2,
        onnotice: () => undefined,
      });
      const isTaken = await sql`select 1`.then(
        () => true,
        () => false,
      );
      if (isTaken) held.push(sql);
      else {
        await sql.end({ timeout: 0 });
        await wait(20);
      }
    }
  };
  const taking = Promise.all(Array.from({ length: 8 }, take));
  return {
    [Symbol.asyncDispose]: async () => {
      state.isOver = true;
      await taking;
      await Promise.all(held.map((sql) => sql.end({ timeout: 0 })));
    },
  };
}
