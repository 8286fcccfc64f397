import postgres from "postgres";
import { arrayTypes } from "./array-types.ts";
import type { ConnectionSettings } from "./connection-settings.ts";
import { readDatabaseUrl } from "./database-url.ts";
import { sessionParameters } from "./session-settings.ts";

export type DriverClient = postgres.Sql;

export type DriverOptions = ConnectionSettings & {
  readonly connections: number;
  /** True: the server refuses every write on these connections. */
  readonly readOnly?: boolean;
  readonly onNotify?: (channel: string, payload: string) => void;
  readonly onClose?: () => void;
};

/** What the patched driver takes beside its published options; see docs/decisions/003. */
type PatchedOptions = postgres.Options<Record<string, postgres.PostgresType>> & {
  readonly silence_timeout: number;
  readonly onnotify: ((channel: string, payload: string) => void) | undefined;
};

/**
 * Opens a driver pool; connections are made when first needed and again when lost.
 *
 * Times come as text and are read by the columns, in the form that `sessionSettings` asks for.
 */
export function driverClient(options: DriverOptions): DriverClient {
  const { statementTimeoutMs = 10_000, connectTimeoutMs = 5_000 } = options;
  const patched: PatchedOptions = {
    ...readDatabaseUrl(options.url),
    max: options.connections,
    connect_timeout: connectTimeoutMs / 1_000,
    // The driver's own grows to 20 s, which looks like a hang.
    backoff: (retries) => Math.min(1, 0.02 * 2 ** Math.min(retries, 6)) * (0.5 + Math.random() / 2),
    keep_alive: 10,
    fetch_types: false,
    silence_timeout: (options.silenceTimeoutMs ?? statementTimeoutMs + 2_000) / 1_000,
    onnotice: () => undefined,
    onnotify: options.onNotify,
    ...(options.onClose ? { onclose: options.onClose } : {}),
    types: arrayTypes,
    connection: sessionParameters({
      applicationName: options.applicationName ?? "ashlar",
      statementTimeoutMs,
      lockTimeoutMs: options.lockTimeoutMs ?? 5_000,
      idleInTransactionTimeoutMs: options.idleInTransactionTimeoutMs ?? 15_000,
      readOnly: options.readOnly,
    }),
  };
  const client: DriverClient = postgres(patched);
  textualTimes(client);
  return client;
}

const timeTypes = [1082, 1083, 1114, 1184, 1266];

function textualTimes(client: DriverClient): void {
  for (const type of timeTypes) {
    client.options.parsers[type] = (text: string) => text;
    client.options.serializers[type] = (value: unknown) =>
      value instanceof Date ? value.toISOString() : value;
  }
  // The columns encode JSON themselves; a second encoding would store a string.
  for (const type of [114, 3802]) {
    client.options.serializers[type] = (value: unknown) =>
      typeof value === "string" ? value : JSON.stringify(value);
  }
}
