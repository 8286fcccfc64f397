import { contract, events, permissions, rolePermissions, roles, transportErrors } from "@ashlar/contracts";
import { expect, test } from "vitest";
import { lockOf } from "./lock-of.ts";

const lock = lockOf({ contract, transportErrors, events, rolePermissions });
const growing = new Set<unknown>([...permissions, ...roles, ...Object.keys(events)]);

/** The closed enums anywhere in a part of the lock. */
function closedEnums(part: unknown): readonly (readonly unknown[])[] {
  if (typeof part !== "object" || part === null) return [];
  return Object.entries(part).flatMap(([keyword, value]) =>
    keyword === "enum" && Array.isArray(value) ? [value] : closedEnums(value),
  );
}

test("no answer holds a closed enum of permissions, roles or events, so each of them may grow", () => {
  const answers = [
    lock.schemas.output,
    lock.transportErrors,
    ...Object.values(lock.procedures).map(({ output, errors }) => [output, errors]),
  ];
  expect(closedEnums(answers).filter((values) => values.some((value) => growing.has(value)))).toEqual([]);
});
