import {
  type Database,
  encodeCursor,
  isTimestampKey,
  listTotal,
  pageParameters,
  statementsByShape,
  toPage,
  webSearch,
} from "@ashlar/database";
import { and, eq, or, sql } from "drizzle-orm";
import type { PostList, PostReader } from "../application/ports.ts";
import { postColumns } from "./post-columns.ts";
import { shapeKeyOf, shapeOf } from "./post-list-shape.ts";
import { postListStatement } from "./post-list-statement.ts";
import { postSortKey } from "./post-sort-key.ts";
import { matchesWords } from "./post-words.ts";
import { posts } from "./tables.ts";
import { usersReference } from "./users-reference.ts";

/**
 * Reads posts from PostgreSQL: one prepared statement for a post, one for a page; a numbered page counts beside it.
 */
export function postgresPostReader(db: Database): PostReader {
  const withAuthor = { ...postColumns, author: { id: usersReference.id, name: usersReference.name } };
  const finding = (column: typeof posts.id | typeof posts.slug) =>
    db
      .select(withAuthor)
      .from(posts)
      .innerJoin(usersReference, eq(usersReference.id, posts.authorId))
      .where(eq(column, sql.placeholder("key")));
  const byId = finding(posts.id).prepare("find_post");
  const bySlug = finding(posts.slug).prepare("find_post_by_slug");
  const listStatement = statementsByShape(shapeKeyOf, (list: PostList) =>
    postListStatement(db, shapeOf(list)),
  );
  return {
    find: async (postId) => {
      const [post] = await byId.execute({ key: postId });
      return post ?? null;
    },
    findBySlug: async (slug) => {
      const [post] = await bySlug.execute({ key: slug });
      return post ?? null;
    },
    list: async (list) => {
      const parameters = parametersOf(list);
      if (list.groups.length === 0) return toPage([], list, () => "", 0);
      const reading = listStatement(list).execute(parameters);
      const counting = listTotal(db, posts, conditionOf(list), list);
      const [rows, total] = await Promise.all([reading, counting]);
      const cursorOf = (last: (typeof rows)[number]): string =>
        encodeCursor(nameOf(list), { value: postSortKey[list.sort].of(last), id: last.id });
      return toPage(rows, list, cursorOf, total);
    },
  };
}

const nameOf = ({ sort, order }: PostList): string => `posts.${sort}.${order}`;

function parametersOf(list: PostList): Record<string, unknown> {
  return {
    authorId: list.groups.find(({ authorId }) => authorId !== null)?.authorId,
    words: list.words === undefined ? undefined : webSearch(list.words),
    ...pageParameters(nameOf(list), list, isSortValue),
  };
}

const isSortValue = (value: string): boolean => value === "infinity" || isTimestampKey(value);

const conditionOf = ({ groups, words }: PostList) =>
  and(
    or(
      ...groups.map(({ status, authorId }) =>
        and(eq(posts.status, status), authorId === null ? undefined : eq(posts.authorId, authorId)),
      ),
    ),
    words === undefined ? undefined : matchesWords(webSearch(words)),
  );
