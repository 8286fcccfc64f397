import { type ProtocolFailure, query, type RouterOf, subscription } from "@ashlar/contracts";
import type { TRPCClient } from "@trpc/client";
import { expectTypeOf } from "vitest";
import { z } from "zod";

const tree = {
  changes: subscription("GET /things/changes", {
    summary: "Tells of changes.",
    access: "session",
    input: z.strictObject({ boxId: z.string() }),
    output: z.object({ id: z.string(), changedAt: z.date() }),
  }),
  now: query("GET /now", { summary: "Tells the time.", access: "public", output: z.date() }),
};
declare const client: TRPCClient<RouterOf<typeof tree>>;

// Each message has its position and its data, dates included.
client.changes.subscribe(
  { boxId: "1" },
  {
    onData: (message) => {
      expectTypeOf(message.id).toEqualTypeOf<string>();
      expectTypeOf(message.data).toEqualTypeOf<{ id: string; changedAt: Date }>();
    },
    onConnectionStateChange: ({ error }) => {
      // A stream that had to begin again: the caller reads the current state again.
      expectTypeOf(error?.data?.failure?.code).extract<"STREAM_POSITION_LOST">().not.toBeNever();
    },
    onError: (error) => {
      expectTypeOf(error.data?.failure?.code)
        .exclude<undefined>()
        .toEqualTypeOf<
          | "STREAM_POSITION_LOST"
          | ProtocolFailure["code"]
          | "VALIDATION_FAILED"
          | "UNAUTHENTICATED"
          | "FORBIDDEN"
          | "RATE_LIMITED"
          | "OVERLOADED"
          | "INTERNAL"
        >();
    },
  },
);
// @ts-expect-error: the input is checked here too
client.changes.subscribe({}, {});
