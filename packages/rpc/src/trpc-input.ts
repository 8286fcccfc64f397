import type { AnyEntry } from "@ashlar/contracts";
import { takesCursor } from "./schema/takes-cursor.ts";

type Fields = Readonly<Record<string, unknown>>;

/**
 * Plans, once per entry, how the input of a tRPC client becomes the input of the contract.
 *
 * tRPC's integrations for infinite queries add to the input of every list: `direction`, a `cursor` that is null on the
 * first page, and, where a caller passes its options on, `initialCursor`. The cursor alone decides which page is read:
 * `direction` only says at which end of the client's pages the answer is put. On lists these are taken off here; any other
 * value of them stays, and the schema refuses it by name.
 *
 * @see https://trpc.io/docs/client/tanstack-react-query/usage#infiniteQueryOptions
 * @see docs/decisions/115-what-trpc-adds-to-lists.md
 */
export const trpcInputOf = ({ input }: Pick<AnyEntry, "input">): ((sent: unknown) => unknown) =>
  takesCursor(input) ? listInput : asSent;

const asSent = (sent: unknown): unknown => sent;

function listInput(sent: unknown): unknown {
  if (!isPlain(sent) || !("direction" in sent || "cursor" in sent || "initialCursor" in sent)) return sent;
  const { direction, cursor, initialCursor, ...fields } = sent;
  const from = cursor ?? initialCursor ?? undefined;
  return {
    ...fields,
    ...(from !== undefined && { cursor: from }),
    ...(!isDirection(direction) && { direction }),
  };
}

const isDirection = (value: unknown): boolean =>
  value === undefined || value === "forward" || value === "backward";

const isPlain = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
