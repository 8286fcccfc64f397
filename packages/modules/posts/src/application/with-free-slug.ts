import { SLUG_ATTEMPTS } from "../domain/slug.ts";
import { SlugTaken } from "../domain/slug-taken.ts";

/**
 * Runs a unit of work that writes a slug, again with a longer slug when another post has it.
 *
 * The unique constraint decides, so two posts that take one slug at the same moment both end with their own.
 *
 * @throws SlugTaken when the longest slug, which holds the random part of the post's id, is taken too: a bug.
 */
export async function withFreeSlug<Result>(
  unitOfWork: (attempt: number) => Promise<Result>,
): Promise<Result> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await unitOfWork(attempt);
    } catch (error) {
      if (!(error instanceof SlugTaken) || attempt + 1 >= SLUG_ATTEMPTS) throw error;
    }
  }
}
