import { defineError, listOf, mutation, query, subscription } from "@ashlar/contracts";
import { z } from "zod";

const BookStatus = z.enum(["available", "lent"]);
const Author = z.object({ id: z.string(), name: z.string() }).meta({ id: "Author" });
const Book = z
  .object({
    id: z.string(),
    title: z.string(),
    pages: z.int(),
    status: BookStatus,
    addedAt: z.date(),
    author: Author.optional(),
  })
  .meta({ id: "Book" });

const BOOK_NOT_FOUND = defineError(
  "BOOK_NOT_FOUND",
  404,
  "There is no such book.",
  z.object({ bookId: z.string() }),
);
const TITLE_TAKEN = defineError(
  "TITLE_TAKEN",
  409,
  "Another book has this title.",
  z.object({ title: z.string() }),
);

const ById = z.strictObject({ id: z.string().min(1).max(40) });

/** A contract that has one of everything REST has a rule for. */
export const libraryContract = {
  books: {
    list: query("GET /books", {
      summary: "Lists books.",
      access: "public",
      ...listOf(
        Book,
        { sort: ["addedAt", "title"], filter: { status: BookStatus, pages: z.int() }, include: ["author"] },
        { q: z.string().max(50).optional() },
      ),
    }),
    get: query("GET /books/{id}", {
      summary: "Reads a book.",
      access: "public",
      input: ById,
      output: Book,
      errors: [BOOK_NOT_FOUND],
    }),
    find: query("GET /titles/{id}", {
      summary: "Reads a book, at its former address.",
      access: "public",
      input: ById,
      output: Book,
      errors: [BOOK_NOT_FOUND],
      deprecated: { since: "2026-01-01", sunset: "2027-01-01", successor: "books.get" },
    }),
    newest: query("GET /books/newest", { summary: "Reads the newest book.", access: "public", output: Book }),
    create: mutation("POST /books", {
      summary: "Adds a book.",
      access: "posts:write",
      idempotency: "none",
      input: z.strictObject({
        title: z.string().min(1).max(2_000),
        pages: z.int().min(1).max(5_000),
        addedAt: z.date().optional(),
      }),
      output: Book,
      success: 201,
      errors: [TITLE_TAKEN],
    }),
    update: mutation("PATCH /books/{id}", {
      summary: "Changes a book.",
      access: "session",
      idempotency: "natural",
      input: z.strictObject({ id: z.string(), title: z.string().min(1).optional() }),
      output: Book,
      errors: [BOOK_NOT_FOUND],
    }),
    remove: mutation("DELETE /books/{id}", {
      summary: "Removes a book.",
      access: "session",
      idempotency: "natural",
      input: ById,
      errors: [BOOK_NOT_FOUND],
    }),
    changes: subscription("GET /books/changes", {
      summary: "Tells of changes.",
      access: "public",
      output: Book,
    }),
  },
  members: {
    join: mutation("POST /members", {
      summary: "Joins.",
      access: "public",
      idempotency: "none",
      input: z.strictObject({ name: z.string() }),
      output: z.object({ member: z.object({ id: z.string() }) }),
      success: 201,
      location: "/members/{member.id}/card",
    }),
    leave: mutation("POST /members/leave", { summary: "Leaves.", access: "session", idempotency: "natural" }),
    echo: query("GET /echo/{count}", {
      summary: "Says what it was asked.",
      access: "public",
      input: z.strictObject({
        count: z.int(),
        flag: z.boolean().optional(),
        at: z.date().optional(),
        tags: z.array(z.string()).optional(),
        ratio: z.number().optional(),
        level: z.literal([1, 2, 3]).optional(),
        either: z.union([z.int(), z.boolean()]).optional(),
        big: z.bigint().optional(),
      }),
      output: z.object({ said: z.string() }),
    }),
    fail: query("GET /fail/{how}", {
      summary: "Fails.",
      access: "public",
      input: z.strictObject({ how: z.enum(["bug", "overload", "limit", "undeclared"]) }),
      output: z.object({}),
    }),
  },
};
