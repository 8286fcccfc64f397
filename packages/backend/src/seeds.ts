import { seedProducts } from "@ashlar/catalog";
import type { DatabaseConnection } from "@ashlar/database";
import { seedUsers, users } from "@ashlar/identity";
import { seedPosts } from "@ashlar/posts";
import { desc } from "drizzle-orm";
import { placeMadeUpOrders } from "./place-made-up-orders.ts";
import type { SeedWork } from "./seed-work.ts";

/** Makes rows of one kind, on top of what is there. */
export type Seed = {
  /** In the plural, as the option that asks for it is called. */
  readonly name: string;
  /** Rows to make unless asked otherwise. */
  readonly defaultCount: number;
  /** Made where the ones before it are: orders need people and products. */
  readonly make: (work: SeedWork) => Promise<void>;
};

/** Every seed, in the order in which they build on each other; a module that brings one is added here. */
export const seeds: readonly Seed[] = [
  {
    name: "users",
    defaultCount: 100,
    make: async ({ database, count, random, onProgress }) => {
      await seedUsers(database, count, random, onProgress);
    },
  },
  {
    name: "posts",
    defaultCount: 1_000,
    make: async ({ database, ...work }) =>
      seedPosts(database, { ...work, authorIds: await newestPeople(database) }),
  },
  {
    name: "products",
    defaultCount: 100,
    make: async ({ database, ...work }) => {
      await seedProducts(database, work);
    },
  },
  {
    name: "orders",
    defaultCount: 50,
    make: async (work) => placeMadeUpOrders({ ...work, buyerIds: await newestPeople(work.database) }),
  },
];

async function newestPeople({ read }: DatabaseConnection): Promise<string[]> {
  const rows = await read.select({ id: users.id }).from(users).orderBy(desc(users.id)).limit(1_000);
  return rows.map(({ id }) => id);
}
