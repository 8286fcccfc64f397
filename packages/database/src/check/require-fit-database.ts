import { sessionParameters } from "../driver/session-settings.ts";
import { connectionProblem } from "./connection-problem.ts";
import { databaseFacts } from "./database-facts.ts";
import { databaseProblems } from "./database-problems.ts";

/** A database on which the product would fail call by call; the message says why and what to do, one line each. */
class UnfitDatabase extends Error {
  override readonly name = "UnfitDatabase";
}

const times = {
  applicationName: "ashlar check",
  statementTimeoutMs: 5_000,
  lockTimeoutMs: 4_000,
  idleInTransactionTimeoutMs: 3_000,
};

/**
 * Checks once what the product needs of a database: version, encoding, that settings and timeouts apply, that sessions are
 * its own, that notifications arrive, privileges, and that it takes writes. Two connections, some ten round trips.
 *
 * @param variable - Names the setting that the URL is from.
 * @throws UnfitDatabase
 */
export async function requireFitDatabase(options: {
  readonly url: string;
  readonly variable: string;
}): Promise<void> {
  const { url, variable } = options;
  const asked = Object.entries(sessionParameters(times)).map(
    ([name, value]) => [name, String(value)] as const,
  );
  const problems = await databaseFacts(
    { ...times, url },
    asked.map(([name]) => name),
  ).then(
    (facts) => databaseProblems(facts, Object.fromEntries(asked)),
    (error: unknown) => [connectionProblem(error, url)],
  );
  if (problems.length === 0) return;
  throw new UnfitDatabase(
    `${variable} leads to a database that cannot be used:\n${problems.map((one) => `  ${one}.`).join("\n")}`,
  );
}
