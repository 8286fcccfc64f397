const dayMs = 86_400_000;

/** When keys are made, announced and replaced. */
const signingKeyLife = {
  /** How long a key signs before the next one does. */
  signsMs: 30 * dayMs,
  /** The next key is published so long before it signs, so that every service has fetched it. */
  announcedMs: dayMs,
  /** A key stays published so long after it last signed; its tokens are good for minutes. */
  keptMs: dayMs,
} as const;

type Key = { readonly kid: string; readonly signsFrom: Date };

/** Which keys sign, are announced, and are still published. */
export type KeyRing<SigningKey extends Key> = {
  /** Null only where there has never been a key. */
  readonly current: SigningKey | null;
  /** Everything that a token may be signed with: current, next and previous. */
  readonly published: readonly SigningKey[];
  /** Kids that nothing is signed with any more. */
  readonly retired: readonly string[];
  /** When a key that is to be made now begins to sign; null when none is due. */
  readonly nextSignsFrom: Date | null;
};

/**
 * Sorts keys by what they are for at `at`.
 *
 * Every process comes to the same result from the same rows; nobody has to switch anything.
 */
export function keyRing<SigningKey extends Key>(keys: readonly SigningKey[], at: Date): KeyRing<SigningKey> {
  const oldestFirst = [...keys].sort((left, right) => left.signsFrom.getTime() - right.signsFrom.getTime());
  const begun = oldestFirst.filter(({ signsFrom }) => signsFrom <= at);
  const current = begun.at(-1) ?? null;
  const isKept = (key: SigningKey): boolean => {
    const successor = oldestFirst[oldestFirst.indexOf(key) + 1];
    return successor === undefined || successor.signsFrom.getTime() + signingKeyLife.keptMs > at.getTime();
  };
  return {
    current,
    published: oldestFirst.filter(isKept),
    retired: oldestFirst.filter((key) => !isKept(key)).map(({ kid }) => kid),
    nextSignsFrom: nextSignsFrom(current, oldestFirst.at(-1) ?? null, at),
  };
}

function nextSignsFrom(current: Key | null, newest: Key | null, at: Date): Date | null {
  if (newest === null) return at;
  if (newest !== current) return null;
  const endsMs = newest.signsFrom.getTime() + signingKeyLife.signsMs;
  if (at.getTime() < endsMs - signingKeyLife.announcedMs) return null;
  // After a pause the old key continues for as long as the new one has to be announced.
  return new Date(Math.max(endsMs, at.getTime() + signingKeyLife.announcedMs));
}
