import { uuidV7 } from "@ashlar/kernel";
import { drafted } from "../../domain/drafted.ts";
import type { Post } from "../../domain/post.ts";
import { published } from "../../domain/published.ts";
import { SLUG_ATTEMPTS } from "../../domain/slug.ts";
import { postBody, postTitle, type Random } from "./post-text.ts";

const dayMs = 86_400_000;

/**
 * Makes up a post of the last two years: newer ones are more, one in seven is a draft, one in four was edited.
 *
 * Text, author, status and times depend on `random` and `now` alone. The id is fresh, and with it the slug, which
 * ends with the id's random part, so seeding again adds posts.
 */
export function inventedPost(authorIds: readonly string[], random: Random, now: Date): Post {
  // A few authors write much: the square puts half of the posts on the first quarter of them.
  const authorId = authorIds[Math.floor(random() ** 2 * authorIds.length)] ?? "";
  const ageMs = Math.floor(random() ** 2 * 730 * dayMs);
  const createdAt = new Date(now.getTime() - ageMs);
  const post = drafted(
    uuidV7(),
    authorId,
    { title: postTitle(random), body: postBody(random) },
    createdAt,
    SLUG_ATTEMPTS - 1,
  );
  const isDraft = random() < 1 / 7;
  const isEdited = random() < 1 / 4;
  const publishedAt = new Date(createdAt.getTime() + Math.floor(random() * Math.min(ageMs, 3 * dayMs)));
  const finished = isDraft ? post : published(post, publishedAt);
  if (!isEdited) return finished;
  const sinceMs = now.getTime() - finished.updatedAt.getTime();
  return { ...finished, updatedAt: new Date(finished.updatedAt.getTime() + Math.floor(random() * sinceMs)) };
}
