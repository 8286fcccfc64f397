import { afterAll, beforeAll, expect, test } from "vitest";
import { failing, type PaymentsHarness, paymentsHarness } from "./payments-harness.ts";

let service: PaymentsHarness;
beforeAll(async () => {
  service = await paymentsHarness();
});
afterAll(() => service[Symbol.asyncDispose]());

const amount = { amountMinor: 1_999, currency: "EUR" };
const authorise = (reference: string, token = "tok_ok", of = amount) =>
  service.calls.payments.authorise({ reference, amount: of, token });
const countOf = async (reference: string): Promise<number> => {
  const [row] = await service.database
    .sql`select count(*)::int as n from payments.payments where reference = ${reference}`;
  return Number(row?.n);
};

test("lives in its own schema beside the tables and the migrations of its callers", async () => {
  const schemas = await service.database.sql`
    select table_schema from information_schema.tables where table_name = '__drizzle_migrations' order by 1`;
  expect(schemas.map(({ table_schema }) => table_schema)).toEqual(["drizzle", "payments"]);
});

test("a repeated authorisation answers the same payment, concurrent or later", async () => {
  const answers = await Promise.all(Array.from({ length: 20 }, () => authorise("same")));
  expect(answers[0]).toMatchObject({ reference: "same", status: "authorised", amount });
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect(await authorise("same")).toEqual(answers[0]);
  expect(await service.calls.payments.get({ reference: "same" })).toEqual(answers[0]);
  expect(await countOf("same")).toBe(1);
});

test.each([
  ["tok_declined", "card_declined"],
  ["tok_unheard_of", "unknown_token"],
])("%s is declined, again and again", async (token, reason) => {
  const details = { reference: `declined-${token}`, reason };
  for (let call = 0; call < 2; call += 1) {
    expect(await failing(authorise(details.reference, token))).toMatchObject({
      code: "PAYMENT_DECLINED",
      details,
    });
  }
  expect((await service.calls.payments.void({ reference: details.reference })).status).toBe("declined");
});

test.each([
  ["another amount", "tok_ok", { ...amount, amountMinor: 1 }],
  ["another currency", "tok_ok", { ...amount, currency: "USD" }],
  ["another card", "tok_declined", amount],
])("a reference cannot be used again for %s", async (what, token, of) => {
  const reference = `reused-${what.replace(" ", "-")}`;
  const before = await authorise(reference);
  expect(await failing(authorise(reference, token, of))).toMatchObject({ code: "REFERENCE_REUSED" });
  expect(await service.calls.payments.get({ reference })).toEqual(before);
});

test("an authorised payment is captured once and cannot be voided then", async () => {
  await authorise("taken");
  const taken = await service.calls.payments.capture({ reference: "taken" });
  expect(taken.status).toBe("captured");
  expect(await service.calls.payments.capture({ reference: "taken" })).toEqual(taken);
  expect(await failing(service.calls.payments.void({ reference: "taken" }))).toMatchObject({
    code: "PAYMENT_CAPTURED",
  });
  expect(await authorise("taken")).toEqual(taken);
});

test("a voided payment stays voided, whoever asks for it later", async () => {
  await authorise("given-back");
  const voided = await service.calls.payments.void({ reference: "given-back" });
  expect(voided.status).toBe("voided");
  expect(await service.calls.payments.void({ reference: "given-back" })).toEqual(voided);
  expect(await failing(authorise("given-back"))).toMatchObject({ code: "PAYMENT_VOIDED" });
  expect(await failing(service.calls.payments.capture({ reference: "given-back" }))).toMatchObject({
    code: "PAYMENT_NOT_AUTHORISED",
    details: { status: "voided" },
  });
});

test("a payment voided before it was asked for is never authorised", async () => {
  expect(await service.calls.payments.void({ reference: "early" })).toMatchObject({
    status: "voided",
    amount: null,
  });
  expect(await failing(authorise("early"))).toMatchObject({ code: "PAYMENT_VOIDED" });
  expect((await service.calls.payments.get({ reference: "early" })).status).toBe("voided");
});

test("authorisation and void at once end in a payment that is not held", async () => {
  for (let round = 0; round < 20; round += 1) {
    const reference = `race-${round}`;
    await Promise.allSettled([authorise(reference), service.calls.payments.void({ reference })]);
    expect((await service.calls.payments.get({ reference })).status).toBe("voided");
  }
});

test("an unknown reference is PAYMENT_NOT_FOUND", async () => {
  for (const call of [service.calls.payments.get, service.calls.payments.capture]) {
    expect(await failing(call({ reference: "nobody" }))).toMatchObject({ code: "PAYMENT_NOT_FOUND" });
  }
});

test.each([undefined, "Bearer wrong", "Bearer ", "Basic x"])(
  "a caller with %s instead of the shared secret is 401",
  async (authorization) => {
    const answer = await fetch(`${service.service.url}/api/v1/payments/same`, {
      headers: authorization === undefined ? {} : { authorization },
    });
    expect(answer.status).toBe(401);
  },
);

test("keeps no token", async () => {
  await authorise("secretive");
  const [row] = await service.database
    .sql`select payments::text as text from payments.payments where reference = 'secretive'`;
  expect(String(row?.text)).not.toContain("tok_ok");
});
