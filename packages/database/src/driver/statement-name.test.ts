import { expect, test } from "vitest";
import { statementName } from "./statement-name.ts";

test.each([
  ['select "id", "name" from "users" where "id" = $1', "select users"],
  ["insert into jobs (id) select id from incoming", "insert jobs"],
  ['update "posts" set "title" = $1', "update posts"],
  ["delete from only sessions where id = $1", "delete sessions"],
  ["with a as (select * from x) insert into events (id) select id from a", "insert events"],
  ["with a as (select id from jobs for update skip locked) update jobs as job set x = 1", "update jobs"],
  ["with a as (select 1 from users) select * from a", "select users"],
  ["select extract(epoch from now()) from (select 1 from jobs) as x", "select jobs"],
  ["begin", "begin"],
  ["select 1", "select"],
  ["", "statement"],
])("names %j as %s", (text, name) => {
  expect(statementName(text)).toBe(name);
});

test("looks at the beginning alone of a statement of 100,000 characters", () => {
  const long = "select ".repeat(14_000);
  expect(statementName(`${long} from users`)).toBe("select");
  expect(statementName(`select * from users where ${long}`)).toBe("select users");
});
