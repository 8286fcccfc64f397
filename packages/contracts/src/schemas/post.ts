import { z } from "zod";
import { openEnum } from "../core/open-enum.ts";
import { postStatuses } from "../vocabulary/statuses.ts";
import { Id } from "./ids.ts";
import { line, text } from "./text.ts";
import { PublicUser } from "./user.ts";

export const PostStatus = z.enum(postStatuses);
export const PostTitle = line(1, 200);
export const PostBody = text(1, 50_000);

export const Post = z
  .object({
    id: Id,
    authorId: Id,
    title: z.string(),
    /** Made from the title, unique, never changed once published. */
    slug: z.string(),
    body: z.string(),
    status: openEnum(PostStatus.options),
    publishedAt: z.date().nullable(),
    createdAt: z.date(),
    updatedAt: z.date(),
    /** Present when asked for by `include`. */
    author: PublicUser.optional(),
  })
  .meta({ id: "Post" });
