import { expect, test } from "vitest";
import { effectivePermissions, scopesNotHeld } from "./api-key.ts";

test("lets a key do what it was made for, and no more than its owner may now", () => {
  const held = new Set(["orders:place", "posts:write"]);
  expect(effectivePermissions(["posts:write", "users:admin"], held)).toEqual(new Set(["posts:write"]));
  expect(effectivePermissions(["posts:write"], new Set())).toEqual(new Set());
});

test("names every scope that the maker does not hold", () => {
  const held = new Set(["orders:place"]);
  expect(scopesNotHeld(["orders:place"], held)).toEqual([]);
  expect(scopesNotHeld(["users:read", "orders:place", "ops:read"], held)).toEqual(["users:read", "ops:read"]);
});
