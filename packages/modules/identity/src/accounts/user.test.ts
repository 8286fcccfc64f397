import { expect, test } from "vitest";
import { deactivated, emailVerified, granted, isActiveAdmin, openedAccount } from "./user.ts";

const openedAt = new Date("2026-01-01T00:00:00Z");
const laterAt = new Date("2026-02-01T00:00:00Z");
const user = openedAccount({ id: "1", email: "a@example.com", name: "A" }, openedAt);

test("opens an account active and as a customer only", () => {
  expect(user).toMatchObject({ status: "active", roles: ["customer"], createdAt: openedAt });
});

test("keeps each role once and in one order, however they are given", () => {
  expect(granted(user, ["admin", "author", "admin"], laterAt).roles).toEqual(["author", "admin"]);
});

test("gives the address of a closed account back unless it was verified", () => {
  expect(deactivated(user, laterAt).email).toBe("1@closed.invalid");
  expect(deactivated(emailVerified(user, openedAt), laterAt).email).toBe(user.email);
});

test("counts a deactivated administrator as none", () => {
  const admin = granted(user, ["admin"], laterAt);
  expect(isActiveAdmin(admin)).toBe(true);
  expect(isActiveAdmin(deactivated(admin, laterAt))).toBe(false);
});
