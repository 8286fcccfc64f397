import { expect, test } from "vitest";
import { failing, paymentsHarness } from "./payments-harness.ts";

const amount = { amountMinor: 500, currency: "EUR" };

test("of a capture and a void at once one is done and the other hears why not", async () => {
  await using payments = await paymentsHarness();
  const { sql } = payments.database;
  const reference = "contested";
  await payments.calls.payments.authorise({ reference, amount, token: "tok_ok" });

  const waiting = async (): Promise<number> => {
    const [row] = await sql`
      select count(*)::int as n from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`;
    return Number(row?.n);
  };
  const answers = await sql.begin(async (tx) => {
    await tx`select 1 from payments.payments where reference = ${reference} for update`;
    const both = [
      failing(payments.calls.payments.capture({ reference })),
      failing(payments.calls.payments.void({ reference })),
    ];
    // Both have begun and stand before the row; now the barrier falls.
    await expect.poll(waiting, { interval: 10 }).toBe(2);
    return { both };
  });
  const outcomes = await Promise.all(answers.both);
  const { status } = await payments.calls.payments.get({ reference });
  const done = outcomes.filter((outcome) => !(outcome instanceof Error));
  expect(done).toEqual([{ answered: expect.objectContaining({ status }) }]);
  expect(outcomes.find((outcome) => outcome instanceof Error)).toMatchObject({
    code: status === "captured" ? "PAYMENT_CAPTURED" : "PAYMENT_NOT_AUTHORISED",
  });
});

test("concurrent repetitions of a flaky payment use up one failure each", async () => {
  await using payments = await paymentsHarness();
  const input = { reference: "flaky", amount, token: "tok_flaky" };
  const outcomes = await Promise.all(
    Array.from({ length: 10 }, () => failing(payments.calls.payments.authorise(input))),
  );
  expect(outcomes.filter((outcome) => outcome instanceof Error)).toHaveLength(2);
});
