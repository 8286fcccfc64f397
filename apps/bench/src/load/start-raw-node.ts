import { type Candidate, startCandidate } from "./candidate.ts";

/**
 * Starts what a careful person writes by hand around one statement, twice: with postgres.js as published, which is the
 * floor, and with this repository's patch of it, which a newcomer to the driver does not have.
 */
export async function startRawNode(
  statement: string,
  parameters: readonly string[],
  url: string,
): Promise<readonly Candidate[]> {
  const args = [statement, JSON.stringify(parameters), url];
  return [
    await startCandidate("raw node:http + the same SQL, postgres.js as published", "raw-node.ts", args),
    await startCandidate("raw node:http + the same SQL, postgres.js as patched here", "raw-node.ts", [
      ...args,
      "patched",
    ]),
  ];
}
