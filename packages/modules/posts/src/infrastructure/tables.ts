import { postStatuses } from "@ashlar/contracts/vocabulary";
import { at, id, isOneOf } from "@ashlar/database";
import { type SQL, sql } from "drizzle-orm";
import { check, customType, index, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { usersReference } from "./users-reference.ts";

const tsvector = customType<{ data: string }>({ dataType: () => "tsvector" });

/**
 * Posts.
 *
 * Each list is a merge of at most two groups, published posts and drafts, of all authors or of one. The four list
 * indexes begin with what is equal in a group, continue with the sort value and end with the id, so each group is one
 * range in the order asked for, in either direction. A draft sorts as published at infinity: a keyset has no nulls.
 *
 * `search` weighs the title over the body. The `english` configuration finds `index` in "indexes" and skips words
 * such as "the"; words of other languages pass it nearly unchanged and match, since queries are stemmed alike.
 */
export const posts = pgTable(
  "posts",
  {
    id: id(),
    authorId: uuid()
      .notNull()
      .references(() => usersReference.id, { onDelete: "restrict" }),
    title: text().notNull(),
    slug: text().notNull(),
    body: text().notNull(),
    status: text({ enum: postStatuses }).notNull(),
    publishedAt: at(),
    createdAt: at().notNull(),
    updatedAt: at().notNull(),
    search: tsvector().generatedAlwaysAs(
      (): SQL =>
        sql`setweight(to_tsvector('english', ${posts.title}), 'A') || setweight(to_tsvector('english', ${posts.body}), 'B')`,
    ),
  },
  (post) => {
    const publishedKey = sql`(coalesce(${post.publishedAt}, 'infinity'::timestamptz))`;
    return [
      unique("posts_slug_key").on(post.slug),
      index("posts_status_created_at_idx").on(post.status, post.createdAt, post.id),
      index("posts_status_published_at_idx").on(post.status, publishedKey, post.id),
      index("posts_author_created_at_idx").on(post.authorId, post.status, post.createdAt, post.id),
      index("posts_author_published_at_idx").on(post.authorId, post.status, publishedKey, post.id),
      index("posts_search_idx").using("gin", post.search),
      check("posts_title_check", sql`char_length(${post.title}) between 1 and 200`),
      check(
        "posts_slug_check",
        sql`${post.slug} ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and char_length(${post.slug}) <= 100`,
      ),
      check("posts_body_check", sql`char_length(${post.body}) between 1 and 50000`),
      check("posts_status_check", isOneOf(post.status, postStatuses)),
      check(
        "posts_published_at_check",
        sql`(${post.status} = 'published') = (${post.publishedAt} is not null)`,
      ),
    ];
  },
);
