import { transliterated } from "./transliterated.ts";

const MAXIMUM_LENGTH = 80;

/** Lengths of the id's tail that attempts append; the last one is the whole random part of a UUID v7. */
const suffixLengths = [0, 6, 12] as const;

/** Slugs that may be tried for one post before a collision is a bug. */
export const SLUG_ATTEMPTS = suffixLengths.length;

/**
 * Makes a post's slug from its title: `Über uns, 2. Teil` becomes `uber-uns-2-teil`.
 *
 * At most 80 characters before the suffix, cut between words where there are several. A title without any letter that
 * can be spelled in ASCII gives `post` and the end of the id.
 *
 * @param attempt - From 0; each further one appends more of the id, because the slug before was taken.
 */
export function slugOf(title: string, postId: string, attempt = 0): string {
  const words = transliterated(title)
    .replaceAll(/['’]/g, "")
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-|-$/g, "");
  const suffixLength = suffixLengths[attempt] ?? 12;
  if (words === "") return `post-${postId.slice(attempt === 0 ? -6 : -12)}`;
  return suffixLength === 0 ? shortened(words) : `${shortened(words)}-${postId.slice(-suffixLength)}`;
}

function shortened(words: string): string {
  if (words.length <= MAXIMUM_LENGTH) return words;
  const cut = words.slice(0, MAXIMUM_LENGTH + 1);
  const end = cut.lastIndexOf("-");
  return end > 0 ? cut.slice(0, end) : words.slice(0, MAXIMUM_LENGTH);
}
