import { testDatabase } from "@ashlar/testing";
import { expect, test, vi } from "vitest";
import { databaseClock } from "../src/index.ts";

const hourMs = 3_600_000;

/** A logger that keeps what it is told. */
function keptLog() {
  const lines: string[] = [];
  const keep = (_fields: object, message: string): void => void lines.push(message);
  return { lines, debug: keep, info: keep, warn: keep, error: keep };
}

test.each([0, 25 * hourMs, -25 * hourMs])(
  "tells the database's time on a machine that is %i ms off",
  async (skewMs) => {
    await using database = await testDatabase();
    const log = keptLog();
    const machine = vi
      .spyOn(Date, "now")
      .mockImplementation(() => performance.timeOrigin + performance.now() + skewMs);
    try {
      const clock = await databaseClock(database.connection, log);
      const [before] = await database.sql<{ at: Date }[]>`select clock_timestamp() as at`;
      const now = clock.now().getTime();
      const [after] = await database.sql<{ at: Date }[]>`select clock_timestamp() as at`;
      // An answer's time is the error; these dates have whole milliseconds.
      const errorMs = 1_000;
      expect(now).toBeGreaterThan((before?.at.getTime() ?? 0) - errorMs);
      expect(now).toBeLessThan((after?.at.getTime() ?? 0) + errorMs);
      expect(Math.abs((clock.machineAheadMs() ?? 0) - skewMs)).toBeLessThan(2 * errorMs);
      expect(log.lines).toEqual(
        skewMs === 0 ? [] : ["machine clock differs from the database's, which is used"],
      );
      clock.close();
    } finally {
      machine.mockRestore();
    }
  },
);

test("follows the database when its time changes, and the machine when there is no answer yet", async () => {
  const log = keptLog();
  await using database = await testDatabase();
  let aheadMs: number | null = null;
  const read = database.connection.read;
  const answers = {
    read: new Proxy(read, {
      get: (target, name) => {
        if (name !== "select") return Reflect.get(target, name);
        const execute = async () => {
          if (aheadMs === null) throw new Error("The database is away.");
          return [{ atMs: Date.now() + aheadMs }];
        };
        return () => ({ from: () => ({ prepare: () => ({ execute }) }) });
      },
    }),
  };
  const clock = await databaseClock(answers, log, { everyMs: 20 });
  const isAhead = (ms: number) => Math.abs(clock.now().getTime() - Date.now() - ms) < 1_000;
  expect(clock.machineAheadMs()).toBeNull();
  expect(isAhead(0)).toBe(true);
  for (const next of [hourMs, -hourMs, 0]) {
    aheadMs = next;
    await expect.poll(() => isAhead(next), { timeout: 30_000 }).toBe(true);
  }
  clock.close();
});
