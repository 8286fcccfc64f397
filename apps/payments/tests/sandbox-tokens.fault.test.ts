import { Unavailable } from "@ashlar/kernel";
import { silentLog } from "@ashlar/testing";
import { expect, test } from "vitest";
import { startPayments } from "../src/index.ts";
import { failing, paymentsHarness, token } from "./payments-harness.ts";

const amount = { amountMinor: 500, currency: "EUR" };

test("tok_flaky fails twice and then succeeds: a caller that repeats never notices", async () => {
  await using payments = await paymentsHarness();
  const input = { reference: "flaky", amount, token: "tok_flaky" };
  expect(await failing(payments.calls.payments.authorise(input))).toBeInstanceOf(Unavailable);
  expect((await payments.calls.payments.get({ reference: "flaky" })).status).toBe("processing");
  expect(await failing(payments.calls.payments.authorise(input))).toBeInstanceOf(Unavailable);
  expect((await payments.calls.payments.authorise(input)).status).toBe("authorised");
  expect((await payments.calls.payments.authorise(input)).status).toBe("authorised");
  const patient = payments.client(3_000, 3).payments;
  expect((await patient.authorise({ ...input, reference: "patient" })).status).toBe("authorised");
});

test("tok_timeout answers nobody, then turns out authorised, over a restart too", async () => {
  await using payments = await paymentsHarness(1_500);
  const input = { reference: "late", amount, token: "tok_timeout" };
  const error = await failing(payments.client(150, 2).payments.authorise(input));
  expect(error).toMatchObject({ name: "Unavailable", outcomeUnknown: true });
  expect((await payments.calls.payments.get({ reference: "late" })).status).toBe("processing");
  // What was promised lies in the database, not in a timer of the process.
  await payments.service.stop(0);
  await using again = await startPayments({ databaseUrl: payments.database.url, token, log: silentLog });
  const standing = async (): Promise<unknown> => {
    const headers = { authorization: `Bearer ${token}` };
    return (await fetch(`${again.url}/api/v1/payments/late`, { headers })).json();
  };
  await expect.poll(standing, { timeout: 5_000 }).toMatchObject({ data: { status: "authorised" } });
});

test("a caller that waits, or asks again later, gets the late authorisation", async () => {
  await using payments = await paymentsHarness(400);
  const input = { reference: "late", amount, token: "tok_timeout" };
  const [first, second] = await Promise.all([
    payments.calls.payments.authorise(input),
    payments.calls.payments.authorise(input),
  ]);
  expect(first.status).toBe("authorised");
  expect(second).toEqual(first);
  expect(await payments.calls.payments.authorise(input)).toEqual(first);
});

test("a payment voided while nobody knows its outcome is never authorised", async () => {
  await using payments = await paymentsHarness(600);
  const input = { reference: "undone", amount, token: "tok_timeout" };
  const waiting = failing(payments.calls.payments.authorise(input));
  expect(await failing(payments.client(100, 1).payments.authorise(input))).toBeInstanceOf(Unavailable);
  expect((await payments.calls.payments.void({ reference: "undone" })).status).toBe("voided");
  expect(await waiting).toMatchObject({ code: "PAYMENT_VOIDED" });
  expect(await failing(payments.calls.payments.authorise(input))).toMatchObject({ code: "PAYMENT_VOIDED" });
});

test("a database that is gone is 503 and not a decision", async () => {
  await using payments = await paymentsHarness();
  await payments.database[Symbol.asyncDispose]();
  const error = await failing(payments.calls.payments.authorise({ reference: "x", amount, token: "tok_ok" }));
  expect(error).toBeInstanceOf(Unavailable);
});
