/**
 * Decides which statements are prepared: the first `limit` different texts of a pool.
 *
 * A text with a list in it (`in ($1, $2, …)`) has as many forms as lengths, and each prepared form holds memory
 * on every connection of the server. Past the limit, new texts are sent unprepared.
 */
export function preparedTexts(limit = 1_000): (text: string) => boolean {
  const known = new Set<string>();
  return (text) => {
    if (known.has(text)) return true;
    if (known.size >= limit) return false;
    known.add(text);
    return true;
  };
}
