import {
  type Database,
  keysetOrder,
  keysetWhere,
  pageCut,
  pagePlaceholders,
  rowsThrough,
  searchSelect,
} from "@ashlar/database";
import { and, type Column, eq, type SQL, sql } from "drizzle-orm";
import { postColumns } from "./post-columns.ts";
import type { PostListShape } from "./post-list-shape.ts";
import { postSortKey } from "./post-sort-key.ts";
import { matchesWords } from "./post-words.ts";
import { posts } from "./tables.ts";
import { usersReference } from "./users-reference.ts";

const parameter = {
  authorId: sql.placeholder("authorId"),
  words: sql.placeholder("words"),
};

const sortKey = sql.identifier("sort_key");

/**
 * Looked up for each row of the finished page. A join would be made before the cut, for every post that holds the
 * words of a search, and its plan would depend on how many users there are.
 */
const authorName =
  sql`${sql`(select ${usersReference.name} from ${usersReference} where ${eq(usersReference.id, posts.authorId)})`}`.mapWith(
    usersReference.name,
  );

/** A column of the merged rows, which go by the name of the table they come from. */
const merged = <Source extends Column>(column: Source) => sql`${column}`.mapWith(column);

const fields = {
  id: merged(posts.id),
  authorId: merged(posts.authorId),
  title: merged(posts.title),
  slug: merged(posts.slug),
  body: merged(posts.body),
  status: merged(posts.status),
  publishedAt: merged(posts.publishedAt),
  createdAt: merged(posts.createdAt),
  updatedAt: merged(posts.updatedAt),
};
const fieldsWithAuthor = {
  ...fields,
  author: { id: merged(posts.authorId), name: authorName },
};

/**
 * Prepares the statement of a shape: each group is read from its index in order and cut, then the groups are merged
 * and cut again, so no more than two pages of rows are ever touched and nothing is sorted. With words, `searchSelect`
 * reads a group.
 *
 * Parameters: `authorId`, `words`, `afterValue`, `afterId` where the shape has them; without a constant limit also
 * `rows`, `skipped` and `through`.
 */
export const postListStatement = (db: Database, shape: PostListShape) => {
  const order = keysetOrder(sql`${sortKey}`, sql`${sql.identifier("id")}`, shape.order);
  const source = sql`(${pageSelect(shape, order)}) as ${sql.identifier("posts")}`;
  return db
    .select(shape.withAuthor ? fieldsWithAuthor : fields)
    .from(source)
    .orderBy(...order)
    .prepare("list_posts");
};

function pageSelect(shape: PostListShape, order: readonly SQL[]): SQL {
  const cut = pageCut(shape.limit);
  const [first, ...others] = shape.groups;
  if (first !== undefined && others.length === 0 && !shape.hasWords) return groupSelect(shape, first, cut);
  const groupCut = sql`limit ${rowsThrough(shape.limit)}`;
  const groups = shape.groups.map((group) => sql`(${groupSelect(shape, group, groupCut)})`);
  return sql`${sql.join(groups, sql` union all `)} order by ${sql.join([...order], sql`, `)} ${cut}`;
}

function groupSelect(shape: PostListShape, group: PostListShape["groups"][number], cut: SQL): SQL {
  const { expression } = postSortKey[shape.sort];
  const columns: SQL[] = Object.values(postColumns).map((column) => sql`${column}`);
  columns.push(sql`${expression} as ${sortKey}`);
  const condition = and(
    // A constant, not a parameter: the planner knows how many posts have it.
    sql`${posts.status} = ${sql.raw(`'${group.status}'`)}`,
    group.isOfOneAuthor ? eq(posts.authorId, parameter.authorId) : undefined,
    keysetWhere(expression, posts.id, shape.order, shape.isAfterCursor ? pagePlaceholders.after : undefined),
  );
  const order = sql.join(keysetOrder(expression, posts.id, shape.order), sql`, `);
  const selected = sql.join(columns, sql`, `);
  if (!shape.hasWords)
    return sql`select ${selected} from ${posts} where ${condition} order by ${order} ${cut}`;
  const matches = matchesWords(parameter.words);
  return searchSelect({
    table: posts,
    columns: selected,
    condition,
    matches,
    order,
    rows: rowsThrough(shape.limit),
  });
}
