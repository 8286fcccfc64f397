import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { silentLog } from "@ashlar/testing";
import { describe, expect, it } from "vitest";
import { servicePaymentGateway } from "../src/infrastructure/service-payment-gateway.ts";

const silent = (): void => undefined;
const payment = {
  reference: "01900000-0000-7000-8000-000000000001",
  amount: { amountMinor: 1_000, currency: "EUR" },
  token: "tok_ok",
} as const;
const patience = new AbortController().signal;

/** A payment service that answers as it is told, and keeps what it was asked. */
async function peer(listener: RequestListener) {
  const asked: { readonly method?: string | undefined; readonly url?: string | undefined; body: string }[] =
    [];
  const server = createServer((request, response) => {
    const { method, url } = request;
    const call = { method, url, body: "" };
    asked.push(call);
    request.on("data", (chunk) => {
      call.body += chunk;
    });
    request.on("end", () => listener(request, response));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // Sound: a TCP server that listens has such an address.
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  return {
    asked,
    url,
    gateway: servicePaymentGateway({
      url,
      token: "a-secret-of-two-services",
      log: silentLog,
      timeoutMs: 100,
      retries: { attempts: 2, baseMs: 5, capMs: 10 },
    }),
    [Symbol.asyncDispose]: async (): Promise<void> => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const answers =
  (status: number, body: unknown): RequestListener =>
  (_request, response) => {
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  };
const standing = (status: string) =>
  answers(200, {
    data: {
      reference: payment.reference,
      status,
      amount: payment.amount,
      createdAt: "2026-01-01T00:00:00.000Z",
      changedAt: "2026-01-01T00:00:00.000Z",
    },
    meta: {},
  });
const refusal = (status: number, code: string, data: Record<string, string>) =>
  answers(status, {
    error: { code, message: code, details: [], data: { reference: payment.reference, ...data } },
  });

describe("the payment service", () => {
  it("is asked for one payment of the order, by the order's id", async () => {
    await using at = await peer(standing("authorised"));
    expect(await at.gateway.authorise(payment, patience)).toEqual({ outcome: "authorised" });
    expect(at.asked).toEqual([{ method: "POST", url: "/api/v1/payments", body: JSON.stringify(payment) }]);
    await at.gateway.void(payment.reference, patience);
    await at.gateway.capture(payment.reference, patience);
    expect(at.asked.slice(1).map(({ url }) => url)).toEqual([
      `/api/v1/payments/${payment.reference}/void`,
      `/api/v1/payments/${payment.reference}/capture`,
    ]);
  });

  it.each([
    [402, "PAYMENT_DECLINED", { reason: "card_declined" }, "The card was declined."],
    [402, "PAYMENT_DECLINED", { reason: "unknown_token" }, "The card is not known."],
    [409, "PAYMENT_VOIDED", {}, "The payment was voided."],
  ])("refuses for good with %i %s %j", async (status, code, data, reason) => {
    await using at = await peer(refusal(status, code, { ...data }));
    expect(await at.gateway.authorise(payment, patience)).toEqual({ outcome: "refused", reason });
    expect(at.asked).toHaveLength(1);
  });

  it("that uses our reference for another payment is a bug of ours, not a refusal", async () => {
    await using at = await peer(refusal(409, "REFERENCE_REUSED", {}));
    await expect(at.gateway.authorise(payment, patience)).rejects.toMatchObject({ code: "REFERENCE_REUSED" });
  });

  it.each<[string, RequestListener]>([
    ["fails", answers(500, { error: { code: "INTERNAL", message: "secret", details: [] } })],
    ["is overloaded", answers(503, { error: { code: "OVERLOADED", message: "busy", details: [] } })],
    ["hangs", silent],
    ["breaks off", (_request, response) => response.socket?.destroy()],
    ["talks nonsense", (_request, response) => response.end("<html>")],
    ["has not decided", standing("processing")],
    [
      "is slower than it is waited for",
      (request, response) => setTimeout(() => standing("authorised")(request, response), 300),
    ],
  ])("that %s leaves the payment undecided, never confirmed nor refused", async (_name, listener) => {
    await using at = await peer(listener);
    await expect(at.gateway.authorise(payment, patience)).rejects.toMatchObject({ name: "Unavailable" });
    expect(at.asked.length).toBeLessThanOrEqual(2);
    expect(new Set(at.asked.map(({ body }) => body)).size).toBe(1);
  });

  it("that is not there leaves the payment undecided", async () => {
    const at = await peer(silent);
    await at[Symbol.asyncDispose]();
    await expect(at.gateway.authorise(payment, patience)).rejects.toMatchObject({ name: "Unavailable" });
  });

  it("is waited for no longer than the attempt lasts", async () => {
    await using at = await peer(silent);
    await expect(at.gateway.authorise(payment, AbortSignal.timeout(20))).rejects.toMatchObject({
      name: "Unavailable",
    });
  });

  it("that keeps failing is left alone for a while, and says so to whoever looks", async () => {
    await using at = await peer(answers(500, {}));
    for (let call = 0; call < 10; call += 1) await at.gateway.authorise(payment, patience).catch(silent);
    const before = at.asked.length;
    await expect(at.gateway.authorise(payment, patience)).rejects.toMatchObject({ name: "Unavailable" });
    expect(at.asked).toHaveLength(before);
    expect(at.gateway.health().breaker).toBe("open");
  });
});
