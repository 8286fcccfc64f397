import { expectTypeOf, test } from "vitest";
import { holds } from "./holds.ts";

const actor = { permissions: new Set<string>() };

test("a permission is one of the contract's", () => {
  expectTypeOf(holds)
    .parameter(1)
    .toEqualTypeOf<
      | "users:read"
      | "users:write"
      | "users:admin"
      | "posts:read"
      | "posts:write"
      | "catalog:write"
      | "orders:place"
      | "orders:read"
      | "orders:write"
      | "webhooks:manage"
      | "ops:read"
      | "ops:write"
      | "audit:read"
    >();
  // @ts-expect-error A misspelt one does not compile.
  holds(actor, "order:raed");
});
