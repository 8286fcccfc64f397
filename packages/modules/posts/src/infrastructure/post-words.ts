import { type Placeholder, type SQL, sql } from "drizzle-orm";
import { posts } from "./tables.ts";

/**
 * The condition that a post holds the words: quotes, `or` and `-` as in a web search, never a syntax error.
 *
 * Words that carry no meaning in English ("the") are left out; a search for nothing else finds nothing.
 *
 * Selected, so that the words are parsed once for a statement and not for each post.
 */
export const matchesWords = (words: string | Placeholder): SQL =>
  sql`${posts.search} @@ (select websearch_to_tsquery('english', ${words}))`;
