import type { AnyEntry } from "@ashlar/contracts";
import { InvalidInput } from "./refusals.ts";
import { takesCursor } from "./schema/takes-cursor.ts";

/** Makes the cursors of lists opaque and unforgeable; the same on every node. */
export type CursorSeal = {
  /** @param place - The list; a cursor opens nowhere else. */
  readonly seal: (cursor: string, place: string) => string;
  /** @throws Error for a text that was not sealed for this place. */
  readonly open: (sealed: string, place: string) => string;
};

/** What happens to the cursors of one list. */
export type ListCursors = {
  /** Opens the cursor of the input as it came. @throws InvalidInput naming `cursor` when it is not one of this list. */
  readonly opened: (rawInput: unknown) => Promise<unknown>;
  /** Seals the cursor of an answer that the contract has just parsed. */
  readonly sealed: (answer: unknown) => Promise<unknown>;
};

/** Longer than any sealed cursor of ours. */
const maximumLength = 1_000;

/** Seals and opens the cursors of a list; null for an entry that takes none. */
export function listCursors(
  path: string,
  { input }: AnyEntry,
  keyed: () => Promise<CursorSeal>,
): ListCursors | null {
  if (!takesCursor(input)) return null;
  const place = `cursor of ${path}`;
  return {
    opened: async (rawInput) => {
      if (typeof rawInput !== "object" || rawInput === null) return rawInput;
      const sealed: unknown = Reflect.get(rawInput, "cursor");
      // What is no text is refused by the schema, which says why.
      if (typeof sealed !== "string") return rawInput;
      const seal = await keyed();
      return { ...rawInput, cursor: openedOrRefused(seal, sealed, place) };
    },
    sealed: async (answer) => {
      const { page } = answer as ListAnswer;
      if (page.nextCursor === undefined) return answer;
      const seal = await keyed();
      return { ...(answer as ListAnswer), page: { ...page, nextCursor: seal.seal(page.nextCursor, place) } };
    },
  };
}

/** Sound where the entry takes a cursor: `listOf` and `listUnder` declare input and answer together. */
type ListAnswer = { readonly page: { readonly nextCursor?: string } };

function openedOrRefused(seal: CursorSeal, sealed: string, place: string): string {
  try {
    if (sealed.length <= maximumLength) return seal.open(sealed, place);
  } catch {
    // Told below, without the reason: it would help whoever forges.
  }
  throw new InvalidInput([
    { field: "cursor", constraint: "cursor", message: "must be the nextCursor of a page of this list" },
  ]);
}
