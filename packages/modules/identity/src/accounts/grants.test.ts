import { expect, test } from "vitest";
import { effectivePermissions, grantsOf, scopesNotHeld, scopesOf } from "./grants.ts";

test("lets a key do what it was made for, and no more than its owner may now", () => {
  const held = new Set(["orders:place", "posts:write"]);
  expect(effectivePermissions(["posts:write", "users:admin"], held)).toEqual(new Set(["posts:write"]));
  expect(effectivePermissions(["posts:write"], new Set())).toEqual(new Set());
});

test("keeps a scope that its maker did not hold to the maker's own things, whatever the maker may do later", () => {
  const grants = grantsOf(["orders:place", "orders:read", "orders:read"], new Set(["orders:place"]));
  expect(scopesOf(grants)).toEqual(["orders:place", "orders:read"]);
  const promoted = new Set(["orders:place", "orders:read"]);
  expect(effectivePermissions(grants, promoted)).toEqual(new Set(["orders:place"]));
});

test("names every scope that the maker may not give", () => {
  const held = new Set(["orders:place"]);
  const own = new Set(["orders:read"]);
  expect(scopesNotHeld(["orders:place", "orders:read"], held, own)).toEqual([]);
  expect(scopesNotHeld(["users:read", "orders:read", "ops:read"], held, own)).toEqual([
    "users:read",
    "ops:read",
  ]);
});
