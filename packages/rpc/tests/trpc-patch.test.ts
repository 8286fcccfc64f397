import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { initTRPC } from "@trpc/server";
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import { describe, expect, test } from "vitest";

type Spread = (...sources: unknown[]) => Record<PropertyKey, unknown>;

const require = createRequire(import.meta.url);
const dist = dirname(fileURLToPath(import.meta.resolve("@trpc/server")));
const scripts = readdirSync(dist, { recursive: true, encoding: "utf8" }).filter((name) =>
  /\.[cm]js$/.test(name),
);

/** The helper is private to the package; its chunk is found by name, so that the guard sees the file in use. */
const chunk = (extension: "cjs" | "mjs"): string => {
  const name = scripts.find((script) => /^getErrorShape-/.test(script) && script.endsWith(extension));
  if (name === undefined)
    throw new Error("The chunk with the spread helper has another name: review the patch.");
  return join(dist, name);
};
const spreadOf = (exports: Readonly<Record<string, unknown>>): Spread => {
  const found = Object.values(exports).find(
    (value) => typeof value === "function" && value.name === "_objectSpread2",
  );
  if (found === undefined) throw new Error("The spread helper is not exported any more: review the patch.");
  return found as Spread;
};

const spreads: readonly (readonly [string, Spread])[] = [
  ["ESM", spreadOf(await import(pathToFileURL(chunk("mjs")).href))],
  ["CommonJS", spreadOf(require(chunk("cjs")))],
];

describe.each(spreads)("the object spread of tRPC's %s build", (_name, spread) => {
  test("is the language's own", () => {
    expect(spread.toString()).toContain("return { ...e, ...a, ...b };");
  });

  test("copies own enumerable members, symbols included, the last source winning", () => {
    const symbol = Symbol("own");
    const hidden = Symbol("hidden");
    const source = Object.create({ inherited: 1 });
    Object.assign(source, { a: 1, b: 2, [symbol]: 3 });
    Object.defineProperty(source, "secret", { value: 4, enumerable: false });
    Object.defineProperty(source, hidden, { value: 5, enumerable: false });
    const result = spread({ a: 0, z: 0 }, source, { b: 9 });
    expect(Reflect.ownKeys(result)).toEqual(["a", "z", "b", symbol]);
    expect(result).toEqual({ a: 1, z: 0, b: 9, [symbol]: 3 });
    expect(Object.getOwnPropertyDescriptor(result, "a")).toEqual({
      value: 1,
      writable: true,
      enumerable: true,
      configurable: true,
    });
  });

  test.each([[undefined], [null], [false], [0], [{}]])("takes %s as nothing to add", (nothing) => {
    expect(spread({ a: 1 }, nothing, { b: 2 })).toEqual({ a: 1, b: 2 });
  });

  test("keeps a member that is undefined", () => {
    expect(Object.hasOwn(spread({ a: 1 }, { a: undefined }), "a")).toBe(true);
  });

  test("reads a getter once and keeps its value", () => {
    let reads = 0;
    const source = {
      get a() {
        reads++;
        return reads;
      },
    };
    const result = spread({}, source);
    expect([result.a, result.a, reads]).toEqual([1, 1, 1]);
  });

  test("keeps an own `__proto__` a plain member, as Object.assign would not", () => {
    const result = spread({}, JSON.parse('{"__proto__":{"isAdmin":true}}'));
    expect(Object.getPrototypeOf(result)).toBe(Object.prototype);
    expect(Object.hasOwn(result, "__proto__")).toBe(true);
    expect(result.isAdmin).toBeUndefined();
  });
});

test("nothing in tRPC spreads more sources than the helper takes, nor into an object that lives on", () => {
  const calls = scripts.flatMap((script) => spreadCalls(readFileSync(join(dist, script), "utf8")));
  expect(calls.length).toBeGreaterThan(50);
  for (const { count, target } of calls) {
    expect(count).toBeLessThanOrEqual(3);
    expect(target).toMatch(/^(\{|(require_getErrorShape\.)?_objectSpread2\()/);
  }
});

/** The calls of the helper in a script, read by counting brackets; no string in them has one. */
function spreadCalls(script: string): { readonly count: number; readonly target: string }[] {
  return [...script.matchAll(/(?<!function )_objectSpread2\(/g)].map((match) => {
    const start = match.index + match[0].length;
    const commas: number[] = [];
    let depth = 0;
    let at = start;
    for (; at < script.length && depth >= 0; at++) {
      const char = script.charAt(at);
      if ("([{".includes(char)) depth++;
      if (")]}".includes(char)) depth--;
      if (char === "," && depth === 0) commas.push(at);
    }
    return { count: commas.length + 1, target: script.slice(start, commas[0] ?? at).trim() };
  });
}

describe("the signal of a call", () => {
  const trpc = initTRPC.create();
  const seen: AbortSignal[] = [];
  const router = trpc.router({
    read: trpc.procedure.query(({ signal }) => {
      if (signal !== undefined) seen.push(signal);
      return 1;
    }),
    changes: trpc.procedure.subscription(async function* changes({ signal }) {
      if (signal !== undefined) seen.push(signal);
      yield 1;
      await new Promise((resolve) => signal?.addEventListener("abort", resolve));
    }),
  });
  const call = (path: string, signal: AbortSignal): Promise<Response> => {
    const req = new Request(`http://a.test/${path}`, { signal });
    return fetchRequestHandler({ endpoint: "", req, router });
  };

  test("is the request's own for a query, so an abort reaches it", async () => {
    const controller = new AbortController();
    expect((await call("read", controller.signal)).status).toBe(200);
    controller.abort(new Error("gone"));
    expect(seen.pop()?.reason).toEqual(new Error("gone"));
  });

  test("still ends with the body of a subscription, though the request lives on", async () => {
    const controller = new AbortController();
    const answer = await call("changes", controller.signal);
    const reader = answer.body?.getReader();
    await reader?.read();
    await reader?.cancel();
    expect(seen.pop()?.aborted).toBe(true);
    expect(controller.signal.aborted).toBe(false);
  });
});

test("the patch names one exact version; any other stays stock", () => {
  const workspace = readFileSync(new URL("../../../pnpm-workspace.yaml", import.meta.url), "utf8");
  expect(workspace.match(/^ {2}"@trpc\/server.*$/gm)).toContain(
    '  "@trpc/server@11.22.1": patches/@trpc__server@11.22.1.patch',
  );
  expect(require("@trpc/server/package.json").version).toBe("11.22.1");
});
