import { createClient } from "@ashlar/client";
import { ownScope, type Scope, scopes } from "@ashlar/contracts";
import { endlessRateLimits } from "@ashlar/resilience";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { followed } from "../shop/change-log.ts";
import { type TestServer, testServer } from "../test-server.ts";
import {
  type CallSurface,
  type Credentials,
  type Input,
  overRest,
  overTrpc,
  type Told,
  unknownId,
} from "./call-surface.ts";
import { reachesOwn, scopedVerdict, type Target, targets } from "./cells.ts";
import { another, hasNoOwner, namesAThing, stockedProduct, thingsOf, type Writer, writer } from "./people.ts";
import { type Scoped, scopedBy } from "./scoped.ts";

let server: TestServer;
let productId: string;
let owner: Writer;
let ofAdmin: readonly Scoped[];
let ofOwner: readonly Scoped[];
let ofStranger: readonly Scoped[];
let surfaces: Readonly<Record<"tRPC" | "REST", CallSurface>>;

beforeAll(async () => {
  server = await testServer({ rateLimits: endlessRateLimits });
  surfaces = { tRPC: overTrpc(server.url), REST: overRest(server.url) };
  productId = await stockedProduct(server);
  owner = await writer(server, "Owner");
  ofAdmin = await scopedBy(await server.as("admin"), scopes);
  ofOwner = await scopedBy(owner.client, scopesOfWriters);
  ofStranger = await scopedBy((await writer(server, "Stranger")).client, scopesOfWriters);
}, 120_000);
afterAll(() => server[Symbol.asyncDispose]());

/** What a customer who writes posts may give a key: two permissions, and what reaches the caller's own things. */
const scopesOfWriters: readonly Scope[] = [
  "orders:place",
  "posts:write",
  "posts:read",
  "orders:read",
  "orders:write",
  "profile:read",
  "profile:write",
];

const said = ({ code }: Told): string =>
  ["UNAUTHENTICATED", "FORBIDDEN", "SESSION_REQUIRED"].includes(code) ? code : "passes";

describe.each(["tRPC", "REST"] as const)("the gate on %s", (surface) => {
  test.each(targets())(
    "admits keys and tokens to $path by its scopes alone",
    async (target) => {
      const told = await Promise.all(
        ofAdmin.map(async ({ kind, scope, credentials }) => {
          const answer = await surfaces[surface](target, credentials, undefined);
          return [kind, scope, said(answer), answer.status < 500];
        }),
      );
      expect(told).toEqual(
        ofAdmin.map(({ kind, scope }) => [kind, scope, scopedVerdict(target.entry, scope), true]),
      );
    },
    60_000,
  );
});

const owned = targets().filter((target) => namesAThing(target) && !hasNoOwner(target.path));

describe.each(["tRPC", "REST"] as const)("things of an owner on %s", (surface) => {
  const told = async (target: Target, credentials: Credentials, input: Input): Promise<Told> =>
    surfaces[surface](target, credentials, input);

  test.each(owned)(
    "answers $path to its owner's keys and tokens with the scope",
    async (target) => {
      const untouched = await thing(target);
      for (const { kind, scope, credentials } of ofOwner) {
        const isAdmitted = reachesOwn(target.entry, scope);
        const input = isAdmitted ? await thing(target) : untouched;
        const answer = await told(target, credentials, input);
        if (isAdmitted)
          expect([kind, scope, answer]).toEqual([kind, scope, { ...answer, code: "", message: "" }]);
        else {
          const unknown = await told(target, credentials, another(input, unknownId));
          const status = target.entry.access === "public" ? 404 : 403;
          expect([kind, scope, answer]).toEqual([kind, scope, { ...unknown, status }]);
        }
      }
    },
    120_000,
  );

  test.each(owned)(
    "answers $path to keys and tokens of others as of an unknown thing",
    async (target) => {
      const input = await thing(target);
      for (const { kind, scope, credentials } of ofStranger) {
        const answer = await told(target, credentials, input);
        const unknown = await told(target, credentials, another(input, unknownId));
        expect([kind, scope, answer]).toEqual([kind, scope, unknown]);
        expect([kind, scope, answer.status >= 400]).toEqual([kind, scope, true]);
      }
    },
    120_000,
  );
});

/** A fresh thing, once its owner finds it in a session. */
async function thing(target: Target, person: Writer = owner): Promise<Input> {
  const input = await thingsOf(server, person, productId).make(target.path);
  if (target.entry.kind !== "mutation") {
    const read = async () => (await surfaces.REST(target, person.credentials, input)).status;
    await expect.poll(read, { timeout: 20_000 }).toBe(200);
  }
  return input;
}

describe("lists", () => {
  const lists = targets().filter(
    ({ entry }) => entry.kind === "query" && !namesAThing({ path: "", entry }) && ownScope(entry) !== null,
  );

  test.each(lists)("shows at $path what is its owner's to keys and tokens with the scope", async (target) => {
    const { paths, make } = thingsOf(server, owner, productId);
    const readOne = target.path.replace(/\w+$/, "get");
    const id = String((await make(paths.has(readOne) ? readOne : "users.get")).id);
    const shows = async (credentials: Credentials): Promise<boolean> => {
      const [, path] = target.entry.route.split(" ");
      const response = await fetch(`${server.url}/api/v1${path}`, { headers: credentials });
      const text = await response.text();
      return response.status < 300 && text.includes(id);
    };
    expect(await shows(owner.credentials)).toBe(true);
    for (const { kind, scope, credentials } of ofOwner) {
      expect([kind, scope, await shows(credentials)]).toEqual([kind, scope, reachesOwn(target.entry, scope)]);
    }
    for (const { kind, scope, credentials } of ofStranger) {
      expect([kind, scope, await shows(credentials)]).toEqual([kind, scope, false]);
    }
  });
});

test("streams to a key or token with the scope the changes of its owner's orders, and nobody else's", async () => {
  const place = async ({ client }: Pick<Writer, "client">): Promise<string> => {
    const items = [{ productId, quantity: 1 }];
    return (await client.orders.place.mutate({ items, paymentToken: "tok_ok" })).id;
  };
  for (const { credentials } of ofOwner.filter(({ scope }) => scope === "orders:read")) {
    const [header = "", value = ""] = Object.entries(credentials)[0] ?? [];
    const client = createClient({
      url: server.url,
      ...(header === "x-api-key" ? { apiKey: value } : { token: value.replace("Bearer ", "") }),
    });
    using stream = await followed(client);
    const foreign = await place({ client: await server.as("customer") });
    const own = await place(owner);
    await expect.poll(() => stream.of(own).length, { timeout: 20_000 }).toBeGreaterThan(0);
    expect(stream.of(foreign)).toEqual([]);
  }
});

test("keeps a key or token to its owner's things when the owner is promoted", async () => {
  const promoted = await writer(server, "Promoted");
  const made = await scopedBy(promoted.client, ["orders:read"]);
  await (await server.as("admin")).users.setRoles.mutate({ id: promoted.userId, roles: ["staff"] });
  const target = targets().find(({ path }) => path === "orders.get");
  if (target === undefined) throw new Error("There is no such procedure.");
  const input = await thing(target);
  for (const { kind, credentials } of made) {
    expect([kind, (await surfaces.REST(target, credentials, input)).status]).toEqual([kind, 404]);
  }
  expect((await surfaces.REST(target, promoted.credentials, input)).status).toBe(200);
});
