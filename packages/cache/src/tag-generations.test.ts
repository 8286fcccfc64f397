import { expect, test } from "vitest";
import { tagGenerations } from "./tag-generations.ts";

test("a change of a tag renames every place made from it, and no other", () => {
  const generations = tagGenerations(20_000, () => 0);
  const [one, other] = [generations.placeOf("a", ["x", "y"]), generations.placeOf("b", ["z"])];
  generations.changed(["y"], "1");
  expect(generations.placeOf("a", ["x", "y"]).local).not.toBe(one.local);
  expect(generations.placeOf("b", ["z"]).local).toBe(other.local);
});

test("processes that heard the same changes share a name, whatever they heard before a change of the same tag", () => {
  const clock = { nowMs: 0 };
  const [one, other] = [tagGenerations(20_000, () => clock.nowMs), tagGenerations(20_000, () => clock.nowMs)];
  one.changed(["x"], "1");
  for (const process of [one, other]) process.changed(["x"], "2");
  clock.nowMs = 30_000;
  expect(one.placeOf("a", ["x"]).shared).not.toBeNull();
  expect(one.placeOf("a", ["x"]).shared).toBe(other.placeOf("a", ["x"]).shared);
});

test("after a beginning nothing kept is asked for, and nothing shared until every late writer is done", () => {
  const clock = { nowMs: 100_000 };
  const generations = tagGenerations(20_000, () => clock.nowMs);
  const before = generations.placeOf("a", ["x"]);
  generations.forget();
  expect(generations.placeOf("a", ["x"]).local).not.toBe(before.local);
  clock.nowMs += 19_999;
  expect(generations.placeOf("a", ["x"]).shared).toBeNull();
  clock.nowMs += 1;
  expect(generations.placeOf("a", ["x"]).shared).not.toBeNull();
});

test("more tags than are remembered end everything rather than something wrong", () => {
  const generations = tagGenerations(20_000, () => 0);
  generations.changed(["first"], "1");
  const before = generations.placeOf("a", ["first"]);
  for (let tag = 0; tag < 50_001; tag += 1) generations.changed([`t${tag}`], "1");
  expect(generations.placeOf("a", ["first"]).local).not.toBe(before.local);
});
