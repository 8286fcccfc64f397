import { type Database, keysetOrder, keysetWhere } from "@ashlar/database";
import { and, eq, type SQL, sql } from "drizzle-orm";
import { postColumns } from "./post-columns.ts";
import type { PostListShape } from "./post-list-shape.ts";
import { postSortKey } from "./post-sort-key.ts";
import { matchesWords } from "./post-words.ts";
import { posts } from "./tables.ts";
import { usersReference } from "./users-reference.ts";

const parameter = {
  authorId: sql.placeholder("authorId"),
  words: sql.placeholder("words"),
  after: { value: sql.placeholder("afterValue"), id: sql.placeholder("afterId") },
  rows: sql.placeholder("rows"),
  skipped: sql.placeholder("skipped"),
  rowsOfGroup: sql.placeholder("rowsOfGroup"),
};

const sortKey = sql.identifier("sort_key");
const authorName = sql.identifier("author_name");

/**
 * Prepares the statement of a shape: each group is read from its index in order and cut, then the groups are merged
 * and cut again, so no more than two pages of rows are ever touched and nothing is sorted.
 *
 * Parameters: `authorId`, `words`, `afterValue`, `afterId` where the shape has them; without a constant limit also
 * `rows`, `skipped` and `rowsOfGroup` (the sum of the two).
 */
export const postListStatement = (db: Database, shape: PostListShape) => {
  const groups = shape.groups.map((group) => groupSelect(shape, group));
  const outerOrder = keysetOrder(sql`${sortKey}`, sql`${sql.identifier("id")}`, shape.order);
  const merged = sql`${sql.join(groups, sql` union all `)} order by ${sql.join(outerOrder, sql`, `)}`;
  const cut =
    shape.limit === null
      ? sql` limit ${parameter.rows} offset ${parameter.skipped}`
      : rowsConstant(shape.limit);
  const source = sql`(${merged}${cut}) as ${sql.identifier("posts")}`;
  const fields = shape.withAuthor
    ? { ...postColumns, author: { id: posts.authorId, name: sql<string>`${authorName}` } }
    : postColumns;
  return db
    .select(fields)
    .from(source)
    .orderBy(...outerOrder)
    .prepare("list_posts");
};

function groupSelect(shape: PostListShape, { status, isOfOneAuthor }: PostListShape["groups"][number]): SQL {
  const { expression } = postSortKey[shape.sort];
  const columns: SQL[] = Object.values(postColumns).map((column) => sql`${column}`);
  columns.push(sql`${expression} as ${sortKey}`);
  if (shape.withAuthor) columns.push(sql`${usersReference.name} as ${authorName}`);
  const author = shape.withAuthor
    ? sql` inner join ${usersReference} on ${eq(usersReference.id, posts.authorId)}`
    : sql``;
  const condition = and(
    // A constant, not a parameter: the planner knows how many posts have it.
    sql`${posts.status} = ${sql.raw(`'${status}'`)}`,
    isOfOneAuthor ? eq(posts.authorId, parameter.authorId) : undefined,
    shape.hasWords ? matchesWords(parameter.words) : undefined,
    keysetWhere(expression, posts.id, shape.order, shape.isAfterCursor ? parameter.after : undefined),
  );
  const order = sql.join(keysetOrder(expression, posts.id, shape.order), sql`, `);
  const cut = shape.limit === null ? sql` limit ${parameter.rowsOfGroup}` : rowsConstant(shape.limit);
  return sql`(select ${sql.join(columns, sql`, `)} from ${posts}${author} where ${condition} order by ${order}${cut})`;
}

/** One row more than the page holds tells whether there is a next page. */
const rowsConstant = (limit: number): SQL => sql.raw(` limit ${limit + 1}`);
