import { setTimeout as wait } from "node:timers/promises";
import { Unavailable } from "@ashlar/kernel";
import type { PaymentGateway } from "@ashlar/orders";
import postgres from "postgres";

/**
 * A provider that several processes share: it keeps payments in a table of its own, in transactions of its own.
 *
 * Tokens: `ok`, `declined`, `moody` (often no answer, sometimes after it has acted), `held` (waits while the table
 * `held_payments` has a row).
 */
export function tablePayments(databaseUrl: string): PaymentGateway & { readonly close: () => Promise<void> } {
  const sql = postgres(databaseUrl, { max: 4, onnotice: () => undefined });
  const put = async (reference: string, standing: string): Promise<string> => {
    const [row] = await sql<{ standing: string }[]>`
      insert into payments (reference, standing) values (${reference}, ${standing})
      on conflict (reference) do update set standing = case
        when excluded.standing = 'voided' and payments.standing <> 'declined' then 'voided'
        when excluded.standing = 'captured' and payments.standing = 'authorised' then 'captured'
        else payments.standing end
      returning standing`;
    return row?.standing ?? "";
  };
  const sulk = (token: string): void => {
    if (token === "moody" && Math.random() < 0.3) throw new Unavailable("No answer.");
  };
  return {
    authorise: async ({ reference, token }, signal) => {
      sulk(token);
      while (token === "held" && (await sql`select 1 from held_payments`).length > 0) {
        signal.throwIfAborted();
        await wait(20);
      }
      const standing = await put(reference, token === "declined" ? "declined" : "authorised");
      sulk(token);
      if (standing === "authorised") return { outcome: "authorised" };
      return { outcome: "refused", reason: `The payment was ${standing}.` };
    },
    void: async (reference) => {
      await put(reference, "voided");
    },
    capture: async (reference) => {
      await put(reference, "captured");
    },
    close: () => sql.end({ timeout: 0 }),
  };
}

/** Makes the provider's tables. */
export const paymentTables = `
  create table payments (reference text primary key, standing text not null);
  create table held_payments (id integer)`;

/** Money that is held or taken for an order that does not want it, or the reverse; nothing at rest. */
export const wrongPayments = `
  select orders.id from orders left join payments on payments.reference = orders.id::text
  where coalesce(payments.standing, 'none') not in (
    select unnest(case orders.status
      when 'confirmed' then array['authorised']
      when 'fulfilled' then array['captured']
      when 'cancelled' then array['voided', 'declined']
      when 'payment_failed' then array['declined', 'voided']
    end))`;
