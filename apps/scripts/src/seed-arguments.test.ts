import { expect, it } from "vitest";
import { readSeedArguments } from "./seed-arguments.ts";

const defaults = { users: 100, orders: 50 };

it("takes what is given, and defaults for the rest", () => {
  expect(readSeedArguments(["--users", "5", "--seed=7", "--json"], defaults)).toEqual({
    counts: { users: 5, orders: 50 },
    seed: 7,
    isJson: true,
    isHelp: false,
  });
});

it.each([
  [["--userz", "5"], "--userz"],
  [["--users", "abc"], '--users must be a whole number from 0 to 10000000; it is "abc".'],
  [["--users", "1.5"], "--users must be"],
  [["--users", "1e3"], "--users must be"],
  [["--users", "0x7"], "--users must be"],
  [["--users", "-1"], "--users"],
  [["--users=-1"], "--users must be"],
  [["--users", "10000001"], "--users must be"],
  [["--orders", ""], "--orders must be"],
  [["--orders", " 5"], "--orders must be"],
  [["--seed", "x"], "--seed must be"],
  [["--users"], "--users"],
  [["--json=1"], "--json"],
  [["5"], "5"],
])("refuses %j in one line that names it", (parameters, name) => {
  const read = () => readSeedArguments(parameters, defaults);
  expect(read).toThrow(name);
  expect(read).toThrow(/^[^\n]+$/);
  expect(read).toThrow(RangeError);
});
