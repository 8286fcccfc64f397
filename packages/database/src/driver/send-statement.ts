import type postgres from "postgres";

/** Rows of a statement with what the server said about it. */
export type DriverRows = readonly unknown[] & { readonly count: number; readonly command: string };

/** A statement on its way. */
export type DriverQuery = Promise<DriverRows> & {
  /** Asks the server to stop it; settles when the server has done so, or could not be asked. */
  readonly cancel: () => Promise<void> | null;
};

export type StatementOptions = {
  readonly rows: "arrays" | "objects";
  /** True: parsed and planned once per connection, sent by name from then on. */
  readonly prepare: boolean;
  /**
   * A BEGIN that travels in the same message group as the statement, so it costs no round trip. When it fails the
   * server skips the statement with it: nothing ever runs outside the transaction.
   */
  readonly begin?: string | undefined;
};

/**
 * Sends one statement.
 *
 * The one place that knows the driver's options as patched: `simple: false` (a statement without parameters would
 * otherwise go unprepared), `begin`, and a `cancel` that tells when it is done.
 */
export function sendStatement(
  client: Pick<postgres.Sql, "unsafe">,
  text: string,
  parameters: readonly unknown[],
  { rows, prepare, begin }: StatementOptions,
): DriverQuery {
  const options = begin === undefined ? { prepare, simple: false } : { prepare, simple: false, begin };
  // Sound: the driver encodes any parameter that has a serializer or a text form; patches/ adds the options.
  const query = client.unsafe(text, parameters as postgres.ParameterOrJSON<never>[], options);
  return (rows === "arrays" ? query.values() : query) as unknown as DriverQuery;
}
