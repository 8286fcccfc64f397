import { DomainError, defineErrors, Unavailable } from "@ashlar/kernel";
import { implement, RateLimited } from "@ashlar/rpc";
import { libraryContract } from "./library-contract.ts";

const errors = defineErrors({
  BOOK_NOT_FOUND: ({ bookId }: { bookId: string }) => `There is no book ${bookId}.`,
  TITLE_TAKEN: ({ title }: { title: string }) => `There is a book called ${title}.`,
});

const addedAt = new Date("2026-01-02T03:04:05.678Z");
const bookOf = (id: string) => ({
  id,
  title: `Book ${id}`,
  pages: 100,
  status: "lent" as const,
  addedAt,
});

function found(id: string) {
  if (id.startsWith("no")) throw errors.BOOK_NOT_FOUND({ bookId: id });
  return bookOf(id);
}

async function* bookChanges(after: number, signal: AbortSignal) {
  yield { id: String(after + 1), data: { ...bookOf("x"), secret: "never leaves" } };
  yield { id: String(after + 2), data: bookOf("y") };
  await new Promise((resolve) => signal.addEventListener("abort", resolve));
}

export const libraryProcedures = implement(libraryContract, {
  books: {
    list: async ({ input }) => {
      const items = Array.from({ length: input.limit }, (_, index) => ({
        ...bookOf(String(index)),
        title: JSON.stringify({ sort: input.sort, order: input.order, filter: input.filter, q: input.q }),
        ...(input.include.includes("author") ? { author: { id: "a", name: "Ann" } } : {}),
      }));
      const page =
        input.page === undefined
          ? { limit: input.limit, hasNext: true, hasPrevious: input.cursor !== undefined, nextCursor: "n/x=" }
          : {
              limit: input.limit,
              page: input.page,
              total: 100,
              totalPages: 5,
              hasNext: input.page < 5,
              hasPrevious: input.page > 1,
            };
      return { items, page };
    },
    get: async ({ input }) => found(input.id),
    find: async ({ input }) => found(input.id),
    newest: async () => bookOf("newest"),
    create: async ({ input }) => {
      if (input.title === "Taken") throw errors.TITLE_TAKEN({ title: input.title });
      return { ...bookOf("b/1"), title: input.title, pages: input.pages, addedAt: input.addedAt ?? addedAt };
    },
    update: async ({ input }) => ({ ...found(input.id), title: input.title ?? "" }),
    remove: async ({ input }) => {
      found(input.id);
    },
    changes: async ({ request }) => {
      const position = request.lastEventId ?? "0";
      return { position: () => position, messages: bookChanges(Number(position), request.signal) };
    },
  },
  members: {
    join: async () => ({ member: { id: "m1" } }),
    leave: async ({ credentials }) => credentials.withdrawSession(),
    echo: async ({ input }) => ({
      said: JSON.stringify(input, (_, value) => (typeof value === "bigint" ? `${value}n` : value)),
    }),
    fail: async ({ input }) => {
      if (input.how === "overload") throw new Unavailable("Not now.", { retryAfterSeconds: 7 });
      if (input.how === "limit") throw new RateLimited(9);
      if (input.how === "undeclared") throw new DomainError("SOMETHING_INTERNAL", "internal text", {});
      throw new Error("internal text");
    },
  },
});
