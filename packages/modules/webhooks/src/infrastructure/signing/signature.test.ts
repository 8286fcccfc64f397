import { randomBytes } from "node:crypto";
import { Webhook } from "standardwebhooks";
import { describe, expect, it } from "vitest";
import { signatureHeaders, signingSecret } from "./signature.ts";

const first = signingSecret(randomBytes(32));
const second = signingSecret(randomBytes(32));
const body = JSON.stringify({
  type: "order.placed",
  timestamp: "2026-01-01T00:00:00.000Z",
  data: { a: "ü" },
});

describe("a signature", () => {
  it("is one that the Standard Webhooks library accepts, under each secret", () => {
    const headers = signatureHeaders("0198", new Date(), body, [first, second]);
    for (const secret of [first, second]) {
      expect(new Webhook(secret).verify(body, headers)).toEqual(JSON.parse(body));
    }
    expect(headers["webhook-signature"].split(" ")).toHaveLength(2);
  });

  it("is the library's own, to the byte", () => {
    const at = new Date("2026-01-01T00:00:00.999Z");
    const { "webhook-signature": signature } = signatureHeaders("0198", at, body, [first]);
    expect(signature).toBe(new Webhook(first).sign("0198", at, body));
  });

  it.each([
    ["another body", (headers: object) => [`${body} `, headers]],
    ["another id", (headers: object) => [body, { ...headers, "webhook-id": "0199" }]],
    [
      "another time",
      (headers: object) => [body, { ...headers, "webhook-timestamp": String(1 + nowSeconds()) }],
    ],
  ] as const)("does not fit %s", (_what, changed) => {
    const [sent, headers] = changed(signatureHeaders("0198", new Date(), body, [first])) as [
      string,
      Record<string, string>,
    ];
    expect(() => new Webhook(first).verify(sent, headers)).toThrow();
  });

  it("has secrets of 32 random bytes in the published form", () => {
    expect(first).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(() => signatureHeaders("a", new Date(), body, ["plain"])).toThrow(RangeError);
  });
});

const nowSeconds = (): number => Math.floor(Date.now() / 1_000);
