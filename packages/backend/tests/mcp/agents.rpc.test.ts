import { contract } from "@ashlar/contracts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ShopServer, shopServer } from "../shop/shop-server.ts";
import { agent, type Era } from "./mcp-client.ts";

const eras: readonly Era[] = ["2025-11-25", "2026-07-28"];

describe("agents", () => {
  let shop: ShopServer;
  let url: string;
  let product: string;
  let bearer: (role: "customer" | "author" | "staff" | "admin") => Promise<Record<string, string>>;
  beforeAll(async () => {
    shop = await shopServer();
    ({ product } = shop);
    ({ url } = shop.server);
    bearer = async (role) => ({ authorization: `Bearer ${await shop.server.signIn(role)}` });
  });
  afterAll(() => shop?.[Symbol.asyncDispose]());

  it.each(eras)(
    "see in revision %s the tools that they may call, and what each takes and answers",
    async (era) => {
      await using visitor = await agent(url, { era });
      await using admin = await agent(url, { era, headers: await bearer("admin") });
      const names = (await visitor.tools()).map(({ name }) => name);
      expect(names).toEqual(
        expect.arrayContaining(["posts.list", "posts.get", "products.list", "products.get"]),
      );
      expect(names).not.toContain("orders.place");
      const all = await admin.tools();
      expect(all.map(({ name }) => name)).toEqual(
        expect.arrayContaining([
          "orders.place",
          "orders.cancel",
          "posts.remove",
          "ops.overview",
          "audit.list",
        ]),
      );
      // Nothing that changes how an account is signed in to, or who may do what.
      expect(
        all.filter(({ name }) => /^(auth\.(?!me$)|apiKeys|webhooks|users\.(set|deact|create))/.test(name)),
      ).toEqual([]);
      const remove = all.find(({ name }) => name === "posts.remove");
      expect(remove?.annotations).toMatchObject({ readOnlyHint: false, destructiveHint: true });
      expect(remove?.description).toContain("POST_NOT_FOUND");
      const list = all.find(({ name }) => name === "posts.list");
      expect(list?.annotations).toMatchObject({ readOnlyHint: true, idempotentHint: true });
      expect(list?.inputSchema).toMatchObject({
        properties: { limit: { maximum: 100 }, sort: { enum: expect.any(Array) } },
      });
      expect(list?.outputSchema).toMatchObject({
        properties: { items: { type: "array" }, page: { type: "object" } },
      });
    },
  );

  it.each(eras)("read in revision %s what the typed client reads, dates as ISO texts", async (era) => {
    await using visitor = await agent(url, { era });
    const { value } = await visitor.call("products.get", { id: product });
    const same = await shop.server.anonymous.products.get.query({ id: product });
    expect(value).toEqual(JSON.parse(JSON.stringify(same)));
    const wrong = await visitor.call("products.list", { limit: 1_000 });
    expect(wrong).toMatchObject({
      isError: true,
      value: { code: "VALIDATION_FAILED", details: { issues: [{ field: "limit", constraint: "max 100" }] } },
    });
    expect(await visitor.call("orders.list")).toMatchObject({
      isError: true,
      value: { code: "UNAUTHENTICATED" },
    });
    expect(await visitor.call("products.get", { id: crypto.randomUUID() })).toMatchObject({
      isError: true,
      value: { code: "PRODUCT_NOT_FOUND" },
    });
  });

  it("shop: find a product, order it once though the call is repeated, follow the order, cancel it with consent", async () => {
    const questions: string[] = [];
    await using buyer = await agent(url, {
      headers: await bearer("customer"),
      answer: (question) => {
        questions.push(question);
        return { action: "accept" };
      },
    });
    const { value: found } = await buyer.call("products.list", { limit: 5 });
    expect(found.items).toEqual(expect.arrayContaining([expect.objectContaining({ id: product })]));
    const order = { items: [{ productId: product, quantity: 1 }], paymentToken: "tok_ok" };
    const place = () =>
      buyer.client.callTool({
        name: "orders.place",
        arguments: order,
        _meta: { "ashlar/idempotency-key": "agent-1" },
      });
    const [first, second] = [await place(), await place()];
    expect(second.structuredContent).toEqual(first.structuredContent);
    const { id } = Object(first.structuredContent);
    const settled = async () => (await buyer.call("orders.get", { id })).value.status;
    await expect.poll(settled, { timeout: 10_000 }).toBe("confirmed");
    const cancelled = await buyer.call("orders.cancel", { id, reason: "Changed my mind." });
    expect(cancelled.value).toMatchObject({ id, status: "cancelled" });
    expect(questions).toEqual([expect.stringMatching(/^Cancel this order\?.*Changed my mind/)]);
  });

  it("do nothing that has to be confirmed when the user declines, or cannot be asked", async () => {
    const headers = await bearer("author");
    const draft = async () => (await shop.author.posts.create.mutate({ title: "Keep me", body: "." })).id;
    await using declining = await agent(url, { headers, answer: () => ({ action: "decline" }) });
    await using unticked = await agent(url, {
      headers,
      answer: () => ({ action: "accept", confirm: false }),
    });
    await using mute = await agent(url, { headers });
    await using older = await agent(url, {
      headers,
      era: "2025-11-25",
      answer: () => ({ action: "accept" }),
    });
    for (const [one, code] of [
      [declining, "CONFIRMATION_DECLINED"],
      [unticked, "CONFIRMATION_DECLINED"],
      [mute, "CONFIRMATION_REQUIRED"],
      [older, "CONFIRMATION_REQUIRED"],
    ] as const) {
      const id = await draft();
      expect(await one.call("posts.remove", { id })).toMatchObject({ isError: true, value: { code } });
      expect(await shop.author.posts.get.query({ id })).toMatchObject({ id });
    }
  });

  it("cannot use a confirmation for another call, or without having been asked", async () => {
    const headers = await bearer("author");
    const ids = await Promise.all(
      ["one", "two"].map(async (title) => (await shop.author.posts.create.mutate({ title, body: "." })).id),
    );
    const call = async (id: string | undefined, more: object) => {
      const meta = {
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientInfo": { name: "raw", version: "1" },
        "io.modelcontextprotocol/clientCapabilities": { elicitation: { form: {} } },
      };
      const params = { name: "posts.remove", arguments: { id }, _meta: meta, ...more };
      const response = await fetch(`${url}/mcp`, {
        method: "POST",
        headers: {
          ...headers,
          "content-type": "application/json",
          accept: "application/json, text/event-stream",
          "mcp-protocol-version": "2026-07-28",
          "mcp-method": "tools/call",
          "mcp-name": "posts.remove",
        },
        body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/call", params }),
      });
      return Object((await response.json()) as unknown).result;
    };
    const accepted = { inputResponses: { confirm: { action: "accept", content: { confirm: true } } } };
    const unasked = await call(ids[0], accepted);
    expect(unasked).toMatchObject({ resultType: "input_required" });
    const { requestState } = unasked;
    expect(await call(ids[1], { ...accepted, requestState })).toMatchObject({
      resultType: "input_required",
    });
    const forged = await call(ids[0], { ...accepted, requestState: `${requestState.slice(0, -2)}xx` });
    expect(forged).toMatchObject({ resultType: "input_required" });
    for (const id of ids) expect(await shop.author.posts.get.query({ id: id ?? "" })).toMatchObject({ id });
    expect((await call(ids[0], { ...accepted, requestState })).isError).toBeUndefined();
    await expect(shop.author.posts.get.query({ id: ids[0] ?? "" })).rejects.toMatchObject({
      data: { failure: { code: "POST_NOT_FOUND" } },
    });
  });

  it("read things by address, as far as they may see them", async () => {
    await using visitor = await agent(url);
    const { resourceTemplates } = await visitor.client.listResourceTemplates();
    expect(resourceTemplates.map(({ uriTemplate }) => uriTemplate)).toEqual(
      expect.arrayContaining(["ashlar://posts/{id}", "ashlar://products/{id}", "ashlar://orders/{id}"]),
    );
    const { contents } = await visitor.client.readResource({ uri: `ashlar://products/${product}` });
    expect(JSON.parse(String(Object(contents[0]).text))).toMatchObject({ id: product });
    const { id } = await shop.author.posts.create.mutate({ title: "A draft", body: "." });
    await expect(visitor.client.readResource({ uri: `ashlar://posts/${id}` })).rejects.toThrow(/no resource/);
  });

  it("learn from a refused credential where the resource describes itself", async () => {
    const answer = await fetch(`${url}/mcp`, {
      method: "POST",
      headers: { authorization: "Bearer of-nobody" },
    });
    expect(answer.status).toBe(401);
    const [, metadata = ""] =
      /resource_metadata="([^"]+)"/.exec(answer.headers.get("www-authenticate") ?? "") ?? [];
    expect(new URL(metadata).pathname).toBe("/.well-known/oauth-protected-resource/mcp");
    const described = await (await fetch(`${url}${new URL(metadata).pathname}`)).json();
    expect(described).toMatchObject({
      bearer_methods_supported: ["header"],
      scopes_supported: expect.any(Array),
    });
  });

  it("are refused from pages of other origins", async () => {
    const post = (origin: string) =>
      fetch(`${url}/mcp`, {
        method: "POST",
        headers: {
          origin,
          "content-type": "application/json",
          accept: "application/json, text/event-stream",
        },
        body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "ping" }),
      });
    expect((await post("https://evil.example")).status).toBe(403);
    expect((await post(url)).status).not.toBe(403);
  });

  it("never make a fault of what they send", async () => {
    const bodies = [
      "",
      "{",
      "[]",
      "null",
      "1",
      '"x"',
      '{"jsonrpc":"2.0"}',
      '{"jsonrpc":"1.0","id":1,"method":"tools/list"}',
      '{"jsonrpc":"2.0","id":{},"method":"tools/list"}',
      '{"jsonrpc":"2.0","id":1,"method":"no/such"}',
      '{"jsonrpc":"2.0","id":1,"method":"tools/call"}',
      '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"posts.get","arguments":[]}}',
      '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"__proto__","arguments":{}}}',
      '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"posts.get","arguments":{"id":"\\u0000"}}}',
      '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"posts.list","arguments":{"filter":{"__proto__":1}}}}',
      '{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"cursor":"-1"}}',
      '{"jsonrpc":"2.0","id":1,"method":"resources/read","params":{"uri":"ashlar://posts/%00"}}',
      '{"jsonrpc":"2.0","id":1,"method":"resources/read","params":{"uri":"file:///etc/passwd"}}',
      `[${Array.from({ length: 200 }, (_, id) => JSON.stringify({ jsonrpc: "2.0", id, method: "ping" })).join()}]`,
      `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":${'{"a":'.repeat(5_000)}1${"}".repeat(5_000)}}`,
    ];
    for (const method of ["POST", "PUT", "GET", "DELETE", "PATCH"]) {
      for (const body of method === "GET" ? [null] : bodies) {
        for (const type of ["application/json", "text/plain"]) {
          const answer = await fetch(`${url}/mcp`, {
            method,
            body,
            headers: { "content-type": type, accept: "application/json, text/event-stream" },
          });
          await answer.text();
          expect([method, body?.slice(0, 80), type, answer.status < 500]).toEqual([
            method,
            body?.slice(0, 80),
            type,
            true,
          ]);
        }
      }
    }
    expect(shop.server.logged.filter(({ level }) => level === "error")).toEqual([]);
  });

  it("are known by the contract: every entry for them is there", () => {
    expect(contract.posts.remove.agents).toEqual({ confirm: expect.any(String) });
    expect(contract.orders.place.agents).toBe(true);
    expect(contract.auth.changePassword.agents).toBeUndefined();
  });
});
