/** Where a value is kept: the names change when one of its tags does, so nobody asks for the old value again. */
export type Place = {
  readonly local: string;
  /** Null while this process may have missed a change that others have seen. */
  readonly shared: string | null;
};

export type TagGenerations = {
  readonly placeOf: (key: string, tags: readonly string[]) => Place;
  /** @param generation - Never given twice to one tag, except by the same change to every process. */
  readonly changed: (tags: readonly string[], generation: string) => void;
  /** Begins again: nothing kept so far is asked for again. */
  readonly forget: () => void;
};

const unchanged = "0";
/** Tags of which changes are remembered; past it everything is forgotten. */
const maximumTags = 50_000;
/** A read takes 12 s at most, what it stored is kept for 5, and a little more. */
const lateWritersMs = 20_000;

/**
 * Names places by the last change of each tag.
 *
 * A read that began before a change stores its value under the old name, where nobody looks: no clock is compared and
 * no late writer brings an old value back.
 *
 * @param strangerMs - After a beginning the shared level is left alone for this long, because others may know of a
 *   change that this process has not heard, and values from before it may still be stored under the first name.
 */
export function tagGenerations(
  strangerMs = lateWritersMs,
  nowMs: () => number = () => performance.now(),
): TagGenerations {
  const generations = new Map<string, string>();
  let epoch = 0;
  let begunMs = nowMs();
  const forget = (): void => {
    generations.clear();
    epoch += 1;
    begunMs = nowMs();
  };
  return {
    placeOf: (key, tags) => {
      let name = key;
      for (const tag of tags) name += `|${generations.get(tag) ?? unchanged}`;
      return { local: `${epoch}|${name}`, shared: nowMs() - begunMs >= strangerMs ? name : null };
    },
    changed: (tags, generation) => {
      if (generations.size + tags.length > maximumTags) forget();
      for (const tag of tags) generations.set(tag, generation);
    },
    forget,
  };
}
