import { TRPCError } from "@trpc/server";
import { wireTransformer } from "./wire/wire-transformer.ts";

type StreamInput = {
  /** What the procedure is given. */
  readonly input: unknown;
  /** The position that the client's link has put into the input; null for none. */
  readonly lastEventId: string | null;
};

/**
 * Reads the input of a subscription as it stands in the address.
 *
 * @throws TRPCError BAD_REQUEST when it is not an input.
 */
export function trpcStreamInput(text: string | null): StreamInput {
  if (text === null || text === "") return { input: undefined, lastEventId: null };
  try {
    return splitPosition(wireTransformer.input.deserialize(JSON.parse(text)));
  } catch (cause) {
    throw new TRPCError({ code: "BAD_REQUEST", cause });
  }
}

/**
 * tRPC adds the position to the input; it is a fact of the request.
 *
 * @returns The input as it came where the position is no text: the schema refuses it, and nothing is read from elsewhere.
 */
export function splitPosition(input: unknown): StreamInput {
  if (typeof input !== "object" || input === null || !("lastEventId" in input))
    return { input, lastEventId: null };
  const { lastEventId, ...rest } = input;
  if (typeof lastEventId !== "string" && lastEventId !== null && lastEventId !== undefined)
    return { input, lastEventId: null };
  return { input: Object.keys(rest).length === 0 ? undefined : rest, lastEventId: lastEventId ?? null };
}
