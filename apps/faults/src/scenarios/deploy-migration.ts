import { cp, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { migrate } from "@ashlar/database";
import type { FaultCluster } from "../cluster/fault-cluster.ts";

const drizzle = resolve(import.meta.dirname, "../../../../drizzle");

const statements = [
  `alter table orders add column note text default 'none' not null;`,
  `alter table posts add column language text;`,
  `alter table order_items add constraint order_items_price_bound check (unit_price_minor < 1000000000) not valid;`,
];

/** Deploys a migration that is additive, as those that run beside the release before must be. */
export async function deployMigration({ folder, postgres }: FaultCluster): Promise<void> {
  const next = join(folder, "drizzle");
  await cp(drizzle, next, { recursive: true });
  const file = join(next, "meta", "_journal.json");
  // Sound: drizzle-kit writes it, and migrations are read from the same fields.
  const journal = JSON.parse(await readFile(file, "utf8")) as {
    entries: { idx: number; when: number; tag: string; version: string; breakpoints: boolean }[];
  };
  const last = journal.entries.at(-1);
  if (!last) throw new Error("There is no migration to follow.");
  journal.entries.push({ ...last, idx: last.idx + 1, when: last.when + 1, tag: "9999_next_release" });
  await writeFile(file, JSON.stringify(journal));
  await writeFile(join(next, "9999_next_release.sql"), statements.join("\n--> statement-breakpoint\n"));
  await migrate({ url: postgres.url, folder: next });
}
