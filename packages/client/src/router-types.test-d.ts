import { expectTypeOf } from "vitest";
import { type Client, createClient, type RouterInputs, type RouterOutputs } from "./index.ts";

declare const client: Client;

expectTypeOf(createClient).returns.toEqualTypeOf<Client>();

// Every way to say who is calling.
createClient({ url: "http://localhost:3000" });
createClient({ url: "http://localhost:3000", token: "t" });
createClient({ url: "http://localhost:3000", token: async () => null });
createClient({ url: "http://localhost:3000", apiKey: () => "k", timeoutMs: 500, batch: false, fetch });
// @ts-expect-error: an address is needed
createClient({});

// A list may be called with nothing, and takes only what its entry allows.
type ListOfPosts = Extract<RouterInputs["posts"]["list"], object>;
expectTypeOf<ListOfPosts["sort"]>().toEqualTypeOf<"createdAt" | "publishedAt" | undefined>();
expectTypeOf<ListOfPosts["include"]>().toEqualTypeOf<"author"[] | undefined>();
expectTypeOf<keyof Exclude<ListOfPosts["filter"], undefined>>().toEqualTypeOf<"status" | "authorId">();
expectTypeOf<Exclude<ListOfPosts["filter"], undefined>["status"]>().toEqualTypeOf<
  "draft" | "published" | undefined
>();

void client.posts.list.query();
void client.posts.list.query({ sort: "publishedAt", filter: { status: "published" }, include: ["author"] });
// @ts-expect-error: no list of posts is sorted by its text
void client.posts.list.query({ sort: "body" });
// @ts-expect-error: nor filtered by it
void client.posts.list.query({ filter: { body: "x" } });
// @ts-expect-error: nor told with what nobody may include
void client.posts.list.query({ include: ["comments"] });
// @ts-expect-error: a user's posts need a user
void client.posts.byUser.query({});
// @ts-expect-error: a mutation is not a query
void client.posts.publish.query({ id: "1" });

type Page = RouterOutputs["posts"]["list"];
expectTypeOf<Page["page"]["hasNext"]>().toEqualTypeOf<boolean>();
expectTypeOf<Page["page"]["nextCursor"]>().toEqualTypeOf<string | undefined>();
expectTypeOf<Page["items"][number]["createdAt"]>().toEqualTypeOf<Date>();
expectTypeOf<Page["items"][number]["publishedAt"]>().toEqualTypeOf<Date | null>();
expectTypeOf<Page["items"][number]["author"]>().toEqualTypeOf<{ id: string; name: string } | undefined>();
expectTypeOf<RouterOutputs["auth"]["logout"]>().toEqualTypeOf<void>();
expectTypeOf<RouterOutputs["auth"]["sessions"]["list"][number]["expiresAt"]>().toEqualTypeOf<Date>();
