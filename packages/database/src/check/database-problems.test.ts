import { expect, test } from "vitest";
import { type DatabaseFacts, databaseProblems } from "./database-problems.ts";

const fit: DatabaseFacts = {
  version: 150_004,
  encoding: "UTF8",
  isStandby: false,
  isReadOnly: false,
  replicationRole: "origin",
  settings: { datestyle: "ISO, MDY", statement_timeout: "5000" },
  sharesSessions: false,
  hearsNotifications: true,
  role: "app",
  lacks: [],
};
const asked = { datestyle: "ISO, MDY", statement_timeout: "5000" };

test("finds nothing wrong with a database of the oldest version that works", () => {
  expect(databaseProblems(fit, asked)).toEqual([]);
});

test.each<[Partial<DatabaseFacts>, string]>([
  [{ version: 140_011 }, "it is PostgreSQL 14; 15 is the oldest that works: upgrade it"],
  [{ version: 90_624 }, "it is PostgreSQL 9;"],
  [{ encoding: "LATIN1" }, "its encoding is LATIN1"],
  [{ isStandby: true, isReadOnly: true }, "it is a standby"],
  [{ isReadOnly: true }, "it is closed for writing"],
  [{ replicationRole: "replica" }, "session_replication_role is replica"],
  [{ settings: { datestyle: "German", statement_timeout: "5000" } }, "does not apply (datestyle)"],
  [{ settings: { datestyle: "ISO, MDY", statement_timeout: "0" } }, "does not apply (statement_timeout)"],
  [{ settings: {} }, "does not apply (datestyle, statement_timeout)"],
  [{ sharesSessions: true }, "its sessions are shared"],
  [{ hearsNotifications: false }, "a notification (LISTEN) does not arrive"],
  [
    { lacks: ["INSERT on a", "INSERT on b", "INSERT on c", "INSERT on d", "SELECT on a"] },
    "INSERT on d and 1 more",
  ],
])("names %j, and that alone", (facts, sentence) => {
  const problems = databaseProblems({ ...fit, ...facts }, asked);
  expect(problems).toHaveLength(1);
  expect(problems[0]).toContain(sentence);
});
