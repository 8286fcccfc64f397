import { mutation, query, subscription } from "@ashlar/contracts";
import type { Actor } from "@ashlar/kernel";
import { expectTypeOf } from "vitest";
import { z } from "zod";
import { implement } from "./implement.ts";

const summary = "Tries the handlers.";
const Thing = z.object({ id: z.string(), madeAt: z.date() });
const thing = { id: "1", madeAt: new Date(0) };

const things = {
  look: query("GET /things/{id}", {
    summary,
    access: "public",
    input: z.strictObject({ id: z.string(), depth: z.int().default(1) }),
    output: Thing,
  }),
  owned: query("GET /things/owned", { summary, access: "owner or users:read", output: Thing }),
  make: mutation("POST /things", { summary, access: "posts:write", idempotency: "none", output: Thing }),
  drop: mutation("DELETE /things", { summary, access: "session", idempotency: "natural" }),
  deep: { changes: subscription("GET /things/changes", { summary, access: "session", output: Thing }) },
};

async function* messages() {
  yield { id: "7", data: thing };
}
const changes = async () => ({ position: () => "6", messages: messages() });
const handlers = {
  look: async () => thing,
  owned: async () => thing,
  make: async () => thing,
  drop: async () => undefined,
  deep: { changes },
};
implement(things, handlers);

// Where anybody may call there is a viewer, who may be nobody; behind a gate there is an actor, who never is.
implement(things, {
  look: async ({ viewer, input }) => {
    expectTypeOf(viewer).toEqualTypeOf<Actor | null>();
    expectTypeOf(input).toEqualTypeOf<{ id: string; depth: number }>();
    return thing;
  },
  owned: async ({ actor }) => {
    expectTypeOf(actor).toEqualTypeOf<Actor>();
    return thing;
  },
  make: async ({ actor }) => {
    expectTypeOf(actor).toEqualTypeOf<Actor>();
    return thing;
  },
  drop: async ({ actor, input }) => {
    expectTypeOf(actor).toEqualTypeOf<Actor>();
    // An absent input is nothing at all, so that there is nothing to read from it.
    expectTypeOf(input).toEqualTypeOf<void>();
  },
  deep: {
    changes: async ({ actor }) => {
      expectTypeOf(actor).toEqualTypeOf<Actor>();
      return changes();
    },
  },
});

// @ts-expect-error: a public procedure has no actor
implement(things, { ...handlers, look: async ({ actor }) => (actor ? thing : thing) });
// @ts-expect-error: behind a gate nobody is a mere viewer
implement(things, { ...handlers, make: async ({ viewer }) => (viewer ? thing : thing) });

const { make: _make, ...withoutMake } = handlers;
// @ts-expect-error: an entry without a handler
implement(things, withoutMake);
// @ts-expect-error: a nested entry without a handler
implement(things, { ...handlers, deep: {} });
implement(things, {
  ...handlers,
  // @ts-expect-error: a date is a Date, not its text
  look: async () => ({ ...thing, madeAt: "1970-01-01" }),
});
implement(things, {
  ...handlers,
  // @ts-expect-error: a handler without an entry
  extra: async () => thing,
});
// @ts-expect-error: an answer is whole
implement(things, { ...handlers, look: async () => ({ id: "1" }) });
// @ts-expect-error: an answer is a promise
implement(things, { ...handlers, look: () => thing });
// @ts-expect-error: the input has no such field
implement(things, { ...handlers, look: async ({ input }) => ({ ...thing, id: input.name }) });

async function* unnumbered() {
  yield thing;
}
const withoutIds = async () => ({ position: () => "6", messages: unnumbered() });
// @ts-expect-error: every message of a stream carries the position to resume after
implement(things, { ...handlers, deep: { changes: withoutIds } });
const withoutPosition = async () => ({ messages: messages() });
// @ts-expect-error: a stream tells where it begins
implement(things, { ...handlers, deep: { changes: withoutPosition } });
