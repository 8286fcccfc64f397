import { expect, test } from "vitest";
import { passwordRejection } from "./password-rejection.ts";

const account = { email: "mira.lindqvist@example.com", name: "Mira Lindqvist" };

test.each([
  "correct-horse-battery",
  "Correct Horse Battery Staple!",
  "c0rrect-h0rse-battery",
  "To be, or not to be 2024",
  "passwordpassword",
  "P@ssw0rd-P@ssw0rd",
  "thisisaverylongpassword",
  "password123456789",
  "Welcome-2024-Welcome",
  "aaaaaaaaaaaaaaaa",
  "abcabcabcabcabcabc",
  "123456789012345",
  "qwertyuiopasdfghjkl",
  "1qaz2wsx3edc4rfv",
  "abcdefghijklmnop",
  "9876543210987654",
  "🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂",
])("refuses %s as common", (password) => {
  expect(passwordRejection(password, account)).toBe("common");
});

test.each([
  "mira.lindqvist-rocks",
  "xx-Lindqvist-xx-9931",
  "LINDQVIST forever and a day",
  "l1ndqv1st-oslo-harbour",
])("refuses %s because it contains the account's data", (password) => {
  expect(passwordRejection(password, account)).toBe("contains-account-data");
});

test.each([
  "harbour-violet-mango-71",
  "tofu lamps argue loudly",
  "zx81 spectrum & friends",
  "Ωμέγα βράχος τριάντα",
  "пять зелёных чайников",
  "8204716593028471",
  "mirage over the dunes at noon",
  "👩‍🚀🦀🌵🎻🧊🐙🪁🍉🛶🧭🎲🪴🥨🧵🗝",
])("takes %s", (password) => {
  expect(passwordRejection(password, account)).toBeNull();
});

test("ignores parts of a name too short to mean anything", () => {
  expect(passwordRejection("all about bicycles here", { email: "al@example.com", name: "Al Ho" })).toBeNull();
});

test("judges a text made to defeat backtracking without backtracking: that would take minutes", () => {
  // Minutes are longer than a test may take.
  passwordRejection(`${"password".repeat(127)}x`, account);
  passwordRejection(`${"abcd".repeat(255)}zz`, account);
});
