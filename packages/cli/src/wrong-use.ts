/** The command line was used wrongly: exit code 2. */
export class WrongUse extends Error {
  override readonly name = "WrongUse";
}

/** The known name that is nearest to a misspelt one, as a question; empty where none is near. */
export function didYouMean(given: string, known: readonly string[]): string {
  const [nearest] = known
    .map((name) => ({ name, distance: editDistance(given.toLowerCase(), name.toLowerCase()) }))
    .sort((left, right) => left.distance - right.distance);
  const isNear = nearest !== undefined && nearest.distance <= Math.max(2, Math.floor(given.length / 3));
  return isNear ? ` Did you mean ${nearest.name}?` : "";
}

/** Insertions, deletions and substitutions between two words (Levenshtein). */
function editDistance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...one].entries()) {
    const next = [i + 1];
    for (let j = 0; j < other.length; j += 1) {
      const substitution = (row[j] ?? 0) + (letter === other[j] ? 0 : 1);
      next.push(Math.min(substitution, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}
