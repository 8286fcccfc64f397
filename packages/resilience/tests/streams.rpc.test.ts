import { subscription } from "@ashlar/contracts";
import type { Actor } from "@ashlar/kernel";
import { implement, noPolicies } from "@ashlar/rpc";
import { eventually, serveApp } from "@ashlar/testing";
import { expect, test } from "vitest";
import { z } from "zod";
import { holdStreams } from "../src/index.ts";

const contract = {
  watch: subscription("GET /watch", { summary: "Watches.", access: "session", output: z.string() }),
};
const patienceMs = 60_000;

const user = (userId: string): Actor => ({
  userId,
  sessionId: null,
  roles: [],
  permissions: new Set(),
  via: "session",
});

/** Serves a stream that says nothing, or does not open, to whoever calls by their name. */
async function served(limits: { readonly perCaller: number; readonly perAddress: number }) {
  const state = { isBroken: false, open: 0 };
  const procedures = implement(contract, {
    watch: async ({ request }) => {
      if (state.isBroken) throw new Error("It does not open.");
      state.open += 1;
      request.signal.addEventListener("abort", () => {
        state.open -= 1;
      });
      return { position: () => "0", messages: new ReadableStream() };
    },
  });
  const app = await serveApp(procedures, {
    policies: { ...noPolicies, holdStream: holdStreams(limits) },
    authenticate: async ({ token }) => user(token),
    trustedProxyHops: 1,
  });
  const address = (surface: "REST" | "tRPC") => (surface === "REST" ? "/api/v1/watch" : "/trpc/watch");
  const watch = async (surface: "REST" | "tRPC", name: string, from = "192.0.2.1") => {
    const leaving = new AbortController();
    const answer = await fetch(`${app.url}${address(surface)}`, {
      headers: { authorization: `Bearer ${name}`, "x-forwarded-for": from },
      signal: leaving.signal,
    });
    const reader = answer.body?.getReader();
    const text = new TextDecoder().decode((await reader?.read())?.value);
    return { isRefused: text.includes("RATE_LIMITED"), leave: () => leaving.abort() };
  };
  return { state, watch, [Symbol.asyncDispose]: app[Symbol.asyncDispose] };
}

test.each(["REST", "tRPC"] as const)(
  "a user has so many streams, and one that ends makes room, by %s",
  async (by) => {
    await using app = await served({ perCaller: 3, perAddress: 100 });
    const streams = [
      await app.watch(by, "ann"),
      await app.watch(by, "ann", "192.0.2.2"),
      await app.watch(by, "ann"),
    ];
    expect(streams.map(({ isRefused }) => isRefused)).toEqual([false, false, false]);
    expect((await app.watch(by, "ann", "192.0.2.3")).isRefused).toBe(true);
    expect((await app.watch(by, "bob")).isRefused).toBe(false);
    streams[0]?.leave();
    expect(await eventually(() => app.state.open === 3, patienceMs)).toBe(true);
    expect((await app.watch(by, "ann")).isRefused).toBe(false);
    expect((await app.watch(by, "ann")).isRefused).toBe(true);
  },
);

test("an address has so many streams, an IPv6 network being one", async () => {
  await using app = await served({ perCaller: 100, perAddress: 2 });
  const from = (host: number) => app.watch("REST", `user-${host}`, `2001:db8::${host}`);
  expect([(await from(1)).isRefused, (await from(2)).isRefused, (await from(3)).isRefused]).toEqual([
    false,
    false,
    true,
  ]);
  expect((await app.watch("REST", "ann", "2001:db8:1::1")).isRefused).toBe(false);
});

test("a stream that does not open holds no place, nor does one that was refused", async () => {
  await using app = await served({ perCaller: 1, perAddress: 2 });
  app.state.isBroken = true;
  for (let attempt = 0; attempt < 5; attempt += 1) await app.watch("REST", "ann");
  app.state.isBroken = false;
  expect((await app.watch("REST", "ann")).isRefused).toBe(false);
  for (let attempt = 0; attempt < 5; attempt += 1) {
    expect((await app.watch("REST", "ann")).isRefused).toBe(true);
  }
  expect((await app.watch("REST", "bob")).isRefused).toBe(false);
});
