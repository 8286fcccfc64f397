import { expect, test } from "vitest";
import { recent } from "./recent.ts";

test("asks once for all who ask at the same time, and again later", async () => {
  let asked = 0;
  const ask = recent(
    async () => {
      asked += 1;
      return asked;
    },
    20,
    1_000,
  );
  expect(await Promise.all([ask(), ask(), ask()])).toEqual([1, 1, 1]);
  await new Promise((resolve) => setTimeout(resolve, 40));
  expect(await ask()).toBe(2);
});

test("does not keep a failure, nor wait for ever", async () => {
  let isAway = true;
  const ask = recent(
    () => (isAway ? Promise.reject(new Error("away")) : Promise.resolve("here")),
    60_000,
    50,
  );
  await expect(ask()).rejects.toThrow("away");
  isAway = false;
  expect(await ask()).toBe("here");
  const endless = recent(() => new Promise(() => undefined), 60_000, 20);
  await expect(endless()).rejects.toThrow("late");
});
