import { seedDemoAccounts, seedPosts, seedUsers, users } from "@ashlar/backend";
import { openDatabase } from "@ashlar/database";
import { seededRandom } from "@ashlar/kernel";
import { log, progress } from "@clack/prompts";
import { defineCommand, runMain } from "citty";
import { openDevelopmentDatabase } from "./open-database.ts";

const maximumRows = 10_000_000;

const seed = defineCommand({
  meta: {
    name: "seed",
    description: "Fills the database with made-up users and posts, on top of what is there",
  },
  args: {
    users: { type: "string", default: "100", description: "Users to make" },
    posts: { type: "string", default: "1000", description: "Posts to make" },
    seed: { type: "string", default: "1", description: "Number from which names, texts and dates follow" },
  },
  run: async ({ args }) => {
    const counts = { users: countOf("users", args.users), posts: countOf("posts", args.posts) };
    const random = seededRandom(countOf("seed", args.seed));
    const server = await openDevelopmentDatabase();
    const database = openDatabase({ url: server.url, applicationName: "ashlar seed" });
    try {
      await seedDemoAccounts(database);
      const authorIds = await withBar("users", counts.users, (advance) =>
        seedUsers(database, counts.users, random, advance),
      );
      const authors = authorIds.length > 0 ? authorIds : await existingAuthors(database);
      await withBar("posts", counts.posts, (advance) =>
        seedPosts(database, { count: counts.posts, authorIds: authors, random, onProgress: advance }),
      );
    } finally {
      await database.close();
      await server.stop();
    }
  },
});

function countOf(name: string, text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 0 && count <= maximumRows) return count;
  throw new RangeError(`--${name} must be a whole number from 0 to ${maximumRows}; it is "${text}".`);
}

/** Shows a bar while rows are made; `advance` takes the number made so far. */
async function withBar<Result>(
  what: string,
  total: number,
  work: (advance: (done: number) => void) => Promise<Result>,
): Promise<Result> {
  const bar = progress({ max: Math.max(total, 1) });
  const startedMs = performance.now();
  const state = { done: 0 };
  bar.start(`${what} 0 of ${total}`);
  const result = await work((done) => {
    bar.advance(done - state.done, `${what} ${done} of ${total}`);
    state.done = done;
  });
  const seconds = (performance.now() - startedMs) / 1_000;
  bar.stop(`${total} ${what} in ${seconds.toFixed(1)} s`);
  return result;
}

async function existingAuthors(database: ReturnType<typeof openDatabase>): Promise<string[]> {
  const rows = await database.read.select({ id: users.id }).from(users).limit(1_000);
  log.info(`The posts are spread over ${rows.length} users that were there before.`);
  return rows.map(({ id }) => id);
}

await runMain(seed);
