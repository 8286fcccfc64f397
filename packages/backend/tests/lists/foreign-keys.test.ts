import { testDatabase } from "@ashlar/testing";
import { expect, it } from "vitest";

/** Foreign keys without an index, by table and constraint, with the reason. */
const unindexed: Readonly<Record<string, string>> = {};

it("every foreign key has an index that begins with its columns, or a reason to have none", async () => {
  await using database = await testDatabase();
  const keys = await database.sql<{ key: string; is_indexed: boolean }[]>`
    select conrelid::regclass || ' ' || conname as key, exists (
      select from pg_index
      where indrelid = conrelid and indisvalid and indpred is null
        and (indkey::int2[])[0:cardinality(conkey) - 1] @> conkey and (indkey::int2[])[0:cardinality(conkey) - 1] <@ conkey
    ) as is_indexed
    from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace order by 1`;
  expect(keys.length).toBeGreaterThan(10);
  const missing = keys.filter(({ is_indexed }) => !is_indexed).map(({ key }) => key);
  expect(
    missing,
    "Removing what is referred to reads the whole table for each row: index the column.",
  ).toEqual(Object.keys(unindexed).sort());
});
