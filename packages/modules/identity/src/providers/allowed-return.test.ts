import { expect, test } from "vitest";
import { allowedReturn } from "./allowed-return.ts";

const own = "https://api.example";
const allowsOrigin = (origin: string): boolean => origin === "https://app.example";
const home = "https://api.example/";

test.each([
  ["/orders?page=2#top", "https://api.example/orders?page=2#top"],
  ["orders", "https://api.example/orders"],
  ["https://app.example/after", "https://app.example/after"],
  ["https:evil.example@evil.example", "https://api.example/evil.example@evil.example"],
  ["https://api.example/x", "https://api.example/x"],
])("goes to %s", (given, href) => {
  expect(allowedReturn(given, own, allowsOrigin)).toBe(href);
});

test.each([
  null,
  "https://evil.example/",
  "//evil.example",
  "/\\evil.example",
  "\\\\evil.example",
  "/\t/evil.example",
  "https://app.example@evil.example/",
  "https://user@app.example/",
  "https://app.example.evil.example/",
  "https://app.example:8443/",
  "http://app.example/",
  "javascript:alert(1)",
  "data:text/html,x",
  "http://[",
  `/${"x".repeat(501)}`,
])("goes home instead of to %j", (given) => {
  expect(allowedReturn(given, own, allowsOrigin)).toBe(home);
});
