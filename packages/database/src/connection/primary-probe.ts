import { Unavailable } from "@ashlar/kernel";
import type { ConnectionSettings } from "../driver/connection-settings.ts";
import { driverClient } from "../driver/driver-client.ts";
import { translatedError } from "../errors/translated-error.ts";

export type PrimaryProbe = {
  /**
   * Asks whether the database takes writes; calls at the same time share one question.
   *
   * @throws Unavailable when it does not answer within two seconds, is a standby or is closed for writing.
   */
  readonly ask: () => Promise<void>;
  readonly close: () => Promise<void>;
};

const timeoutMs = 2_000;
const question =
  "select pg_is_in_recovery() as is_standby, current_setting('transaction_read_only') = 'on' as is_read_only";

/**
 * Asks on a connection of its own, which waits behind no statement. Its session is one for writing, so it sees what a
 * transaction would meet. A connection to a server that does not write is given up: the next may lead to one that does.
 */
export function primaryProbe(settings: ConnectionSettings): PrimaryProbe {
  const open = () =>
    driverClient({
      ...settings,
      connections: 1,
      statementTimeoutMs: timeoutMs,
      silenceTimeoutMs: timeoutMs,
      connectTimeoutMs: Math.min(settings.connectTimeoutMs ?? timeoutMs, timeoutMs),
    });
  let client = open();
  let asking: Promise<void> | null = null;
  const ask = async (): Promise<void> => {
    const asked = client;
    const [row] = await asked
      .unsafe<{ is_standby: boolean; is_read_only: boolean }[]>(question)
      .catch((error: unknown) => {
        throw translatedError(error);
      });
    if (!row?.is_standby && !row?.is_read_only) return;
    client = open();
    await asked.end({ timeout: 0 });
    const reason = row.is_standby ? "is a standby that was not promoted" : "is closed for writing";
    throw new Unavailable(`The database ${reason}.`);
  };
  return {
    ask: () => {
      asking ??= ask().finally(() => {
        asking = null;
      });
      return asking;
    },
    close: () => client.end({ timeout: 0 }),
  };
}
