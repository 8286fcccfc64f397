import { composeBackend, inProcessCaller, systemActor } from "@ashlar/backend";
import { roles } from "@ashlar/contracts";
import { createLogger } from "@ashlar/telemetry";
import { openDevelopmentDatabase } from "../open-database.ts";

/**
 * An internal script in the process of the backend: makes a user an author, as an explicit actor.
 *
 * `node apps/scripts/src/examples/promote-author.ts customer@ashlar.test`
 */
const [email = "customer@ashlar.test"] = process.argv.slice(2);

const database = await openDevelopmentDatabase();
const backend = await composeBackend({
  databaseUrl: database.url,
  log: await createLogger({ level: "warn", format: "pretty" }),
  isProduction: false,
  origins: { own: [], allowed: [], allowsLoopback: false },
  trustedProxyHops: 0,
});
try {
  const caller = inProcessCaller(backend.router, systemActor(["users:read", "users:admin"]));
  const { items } = await caller.users.list({ sort: "email", order: "asc", limit: 100 });
  const user = items.find((candidate) => candidate.email === email);
  if (user === undefined) throw new Error(`There is no user ${email} among the first ${items.length}.`);
  const promoted = await caller.users.setRoles({
    id: user.id,
    // An answer may name roles of a later release; a call may not.
    roles: roles.filter((role) => role === "author" || user.roles.includes(role)),
  });
  process.stdout.write(`${promoted.email} is now ${promoted.roles.join(", ")}\n`);
} finally {
  await backend.close();
  await database.stop();
}
