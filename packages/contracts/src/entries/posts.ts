import { z } from "zod";
import { defineError } from "../core/define-error.ts";
import { mutation } from "../core/mutation.ts";
import { query } from "../core/query.ts";
import { Id } from "../schemas/ids.ts";
import { listOf, listUnder } from "../schemas/list-of.ts";
import { Post, PostBody, PostStatus, PostTitle } from "../schemas/post.ts";
import { line } from "../schemas/text.ts";

const POST_NOT_FOUND = defineError(
  "POST_NOT_FOUND",
  404,
  "There is no such post, or it is a draft of somebody else; the two look alike.",
  z.object({ postId: Id }),
);

const SLUG_NOT_FOUND = defineError(
  "SLUG_NOT_FOUND",
  404,
  "No post has this slug, or it is another author's draft; the two look alike.",
  z.object({ slug: z.string() }),
);

const ById = z.strictObject({ id: Id });
const lists = { sort: ["createdAt", "publishedAt"], include: ["author"] } as const;

export const posts = {
  create: mutation("POST /posts", {
    summary: "Creates a draft.",
    agents: true,
    access: "posts:write",
    idempotency: "none",
    input: z.strictObject({ title: PostTitle, body: PostBody }),
    output: Post,
    success: 201,
  }),
  list: query("GET /posts", {
    summary: "Lists published posts and the caller's own drafts.",
    agents: true,
    access: "public",
    scope: "posts:read",
    ...listOf(
      Post,
      { ...lists, filter: { status: PostStatus, authorId: Id } },
      {
        /** Words to find in title and body; quotes, `or` and `-` as in a web search. */
        q: line(1, 200).optional(),
      },
    ),
  }),
  get: query("GET /posts/{id}", {
    summary: "Reads one post with its author.",
    agents: true,
    access: "public",
    scope: "posts:read",
    input: ById,
    output: Post,
    errors: [POST_NOT_FOUND],
  }),
  bySlug: query("GET /posts/by-slug/{slug}", {
    summary: "Reads one post with its author by its slug.",
    agents: true,
    access: "public",
    scope: "posts:read",
    input: z.strictObject({ slug: line(1, 100) }),
    output: Post,
    errors: [SLUG_NOT_FOUND],
  }),
  update: mutation("PATCH /posts/{id}", {
    summary: "Updates a post.",
    agents: true,
    access: "posts:write",
    idempotency: "natural",
    input: z.strictObject({ id: Id, title: PostTitle.optional(), body: PostBody.optional() }),
    output: Post,
    errors: [POST_NOT_FOUND],
  }),
  publish: mutation("POST /posts/{id}/publish", {
    summary: "Publishes a draft; a published post is not changed.",
    agents: true,
    access: "posts:write",
    idempotency: "natural",
    input: ById,
    output: Post,
    errors: [POST_NOT_FOUND],
  }),
  remove: mutation("DELETE /posts/{id}", {
    summary: "Removes a post.",
    agents: { confirm: "Remove this post for good?" },
    access: "posts:write",
    idempotency: "natural",
    input: ById,
    errors: [POST_NOT_FOUND],
  }),
  byUser: query("GET /users/{userId}/posts", {
    summary: "Lists a user's published posts; to that user, drafts too.",
    agents: true,
    access: "public",
    scope: "posts:read",
    ...listUnder({ userId: Id }, Post, { ...lists, filter: { status: PostStatus } }),
  }),
};
