import { expect, test } from "vitest";
import { arrayTypes } from "./array-types.ts";
import { parsedArray } from "./parsed-array.ts";

const texts = (text: string) => parsedArray(text, (element) => element);

test.each([
  ["{}", []],
  ["{a,b}", ["a", "b"]],
  ['{"a \\"b\\"","c,d","e\\\\f","{}",""}', ['a "b"', "c,d", "e\\f", "{}", ""]],
  ['{NULL,"NULL"}', [null, "NULL"]],
  [
    "{{1,2},{3,4}}",
    [
      ["1", "2"],
      ["3", "4"],
    ],
  ],
  ["[0:1]={a,b}", ["a", "b"]],
])("reads %s", (text, expected) => {
  expect(texts(text)).toEqual(expected);
});

test("reads back every array of text it writes", () => {
  const values = ['a "b"', "c,d", "e\\f", "{}", "", " ", "NULL", "\n", null];
  expect(texts(String(arrayTypes.array1009?.serialize(values)))).toEqual(values);
});
