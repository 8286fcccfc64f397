import type { DatabaseConnection } from "@ashlar/database";
import { seededRandom } from "@ashlar/kernel";
import { posts } from "../tables.ts";
import { seedPosts } from "./seed-posts.ts";

const demoPostCount = 25;

/** Writes a few posts into a database that has none, so that a first look finds something to see. */
export async function seedDemoPosts(database: DatabaseConnection, authorId: string): Promise<void> {
  const [any] = await database.read.select({ id: posts.id }).from(posts).limit(1);
  if (any) return;
  await seedPosts(database, { count: demoPostCount, authorIds: [authorId], random: seededRandom(1) });
}
