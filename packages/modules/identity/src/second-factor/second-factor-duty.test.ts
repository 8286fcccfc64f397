import type { Role } from "@ashlar/contracts/vocabulary";
import { expect, test } from "vitest";
import { effectiveRoles, requiresSecondFactor } from "./second-factor-duty.ts";

const dutyOf = (...roles: Role[]) => new Set(roles);

test.each<[Role[], Role[], Role[]]>([
  [["admin"], ["customer", "admin"], ["customer"]],
  [["admin"], ["author", "staff", "admin"], ["author", "staff"]],
  [["admin", "staff"], ["admin"], ["customer"]],
  [["admin"], ["customer"], ["customer"]],
  [[], ["staff", "admin"], ["staff", "admin"]],
  [["customer"], ["customer"], []],
  [["customer"], ["author", "staff"], []],
])("with a duty for %j, of %j there count %j until a factor is shown, then all", (duty, held, counting) => {
  expect(effectiveRoles(dutyOf(...duty), held, false)).toEqual(counting);
  expect(effectiveRoles(dutyOf(...duty), held, true)).toEqual(held);
});

test("is owed by whoever holds one of its roles", () => {
  expect(requiresSecondFactor(dutyOf("admin", "staff"), ["customer", "staff"])).toBe(true);
  expect(requiresSecondFactor(dutyOf("admin"), ["customer", "staff"])).toBe(false);
  expect(requiresSecondFactor(dutyOf(), ["admin"])).toBe(false);
  expect(requiresSecondFactor(dutyOf("customer"), ["admin"])).toBe(true);
});
