import { expect, test } from "vitest";
import { formattedMoney } from "./formatted-money.ts";
import { mailContent } from "./mail-content.ts";

test("says until when a link works, and what to do with one that nobody asked for", () => {
  const { paragraphs, action } = mailContent(
    { name: "reset-password", link: "https://a.example/#token=t", minutes: 30 },
    "Ada",
  );
  expect(paragraphs[0]).toBe("Hello Ada,");
  expect(paragraphs.join(" ")).toMatch(/once, for 30 minutes.*do nothing/);
  expect(action?.link).toBe("https://a.example/#token=t");
});

test.each([
  [{ amountMinor: 1250, currency: "EUR" }, "€12.50"],
  [{ amountMinor: 5, currency: "EUR" }, "€0.05"],
  [{ amountMinor: 1250, currency: "JPY" }, "¥1,250"],
])("writes %j as %s", (money, text) => {
  expect(formattedMoney(money)).toBe(text);
});
