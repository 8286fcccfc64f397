import { describe, expect, it } from "vitest";
import { SLUG_ATTEMPTS, slugOf } from "./slug.ts";

const id = "01930b1c-9a3e-7c3d-8a57-6d9c3c1f0a11";

describe("a slug", () => {
  it.each([
    ["Hello, World!", "hello-world"],
    ["  Über uns, 2. Teil ", "uber-uns-2-teil"],
    ["Straße & Œuvre: Łódź, Øresund", "strasse-oeuvre-lodz-oresund"],
    ["Don't panic — it’s fine", "dont-panic-its-fine"],
    ["Привет, мир", "privet-mir"],
    ["Мой ёж", "moy-yozh"],
    ["Καλημέρα κόσμε", "kalimera kosme".replace(" ", "-")],
    ["Việt Nam", "viet-nam"],
    ["ﬁne ２０２６", "fine-2026"],
    ["İstanbul", "istanbul"],
  ])("spells %j as %j", (title, slug) => {
    expect(slugOf(title, id)).toBe(slug);
  });

  it("falls back to the end of the id when nothing can be spelled in ASCII", () => {
    expect(slugOf("日本語", id)).toBe("post-1f0a11");
    expect(slugOf("👋 !!", id)).toBe("post-1f0a11");
  });

  it("is at most 80 characters, cut between words where there are several", () => {
    expect(slugOf("word ".repeat(40), id)).toBe(Array(16).fill("word").join("-"));
    expect(slugOf("x".repeat(200), id)).toBe("x".repeat(80));
  });

  it("gets longer with each attempt, for titles of every kind", () => {
    const attempts = Array.from({ length: SLUG_ATTEMPTS }, (_, attempt) => attempt);
    expect(attempts.map((attempt) => slugOf("Hello", id, attempt))).toEqual([
      "hello",
      "hello-1f0a11",
      "hello-6d9c3c1f0a11",
    ]);
    expect(slugOf("日本語", id, 1)).toBe("post-6d9c3c1f0a11");
  });

  it("always fits the database's check", () => {
    const titles = ["ẞ", "ﷺ", "½ ¼", "ｅ́", `${"a".repeat(79)} bc`, "-- --", "œ".repeat(200), "щ".repeat(200)];
    for (const title of titles) {
      for (let attempt = 0; attempt < SLUG_ATTEMPTS; attempt += 1) {
        const slug = slugOf(title, id, attempt);
        expect(slug).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
        expect(slug.length).toBeLessThanOrEqual(100);
      }
    }
  });
});
