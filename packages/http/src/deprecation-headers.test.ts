import { expect, it } from "vitest";
import { deprecationHeaders } from "./deprecation-headers.ts";

const since = "2023-06-30T23:59:59Z";

it("writes the dates of RFC 9745 and RFC 8594 as their examples do", () => {
  expect(deprecationHeaders({ since, sunset: "2018-12-31T23:59:59Z" }, undefined)).toEqual({
    deprecation: "@1688169599",
    sunset: "Mon, 31 Dec 2018 23:59:59 GMT",
  });
});

it("takes a date without a time as midnight UTC", () => {
  expect(deprecationHeaders({ since: "2026-01-01", sunset: "2026-06-30" }, undefined)).toEqual({
    deprecation: "@1767225600",
    sunset: "Tue, 30 Jun 2026 00:00:00 GMT",
  });
});

it("counts whole seconds", () => {
  expect(deprecationHeaders({ since: "2026-01-01T00:00:00.900Z" }, undefined)).toEqual({
    deprecation: "@1767225600",
  });
});

it("points at the successor", () => {
  expect(deprecationHeaders({ since }, "/api/v1/posts/7").link).toBe(
    '</api/v1/posts/7>; rel="successor-version"',
  );
});

it.each(["/a>; rel=stylesheet, </b", "/a\r\nset-cookie: b=c", "/posts/{id}", "/größe/\ud800"])(
  "keeps %j inside the brackets and on the line",
  (address) => {
    expect(deprecationHeaders({ since }, address).link).toMatch(
      /^<[!#$%&'()*+,\-./0-9:;=?@A-Z[\]_a-z~]+>; rel="successor-version"$/,
    );
  },
);

it("says nothing about an entry that is not deprecated", () => {
  expect(deprecationHeaders(undefined, "/api/v1/posts")).toEqual({});
});

it.each(["soon", "2026-13-01", "1767225600", "January 1, 2026"])("refuses %s as a date", (date) => {
  expect(() => deprecationHeaders({ since: date }, undefined)).toThrow(RangeError);
  expect(() => deprecationHeaders({ since, sunset: date }, undefined)).toThrow(RangeError);
});
