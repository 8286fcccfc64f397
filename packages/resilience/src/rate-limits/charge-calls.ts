import { hash } from "node:crypto";
import type { AnyEntry, LimitClass } from "@ashlar/contracts";
import { addressKey } from "@ashlar/kernel";
import { type CallContext, type CallPolicies, RateLimited } from "@ashlar/rpc";
import type { BudgetStore, Spending } from "./budget-store.ts";
import type { Budget, RateLimits } from "./rate-limits.ts";

/** A budget with what is said about it in headers. */
type NamedBudget = Budget & { readonly name: string; readonly policy: string };
type Charges = { readonly perCaller: NamedBudget; readonly perAddress: NamedBudget };

/**
 * Charges every call to its caller and to its address, by the class of its entry.
 *
 * Each call of a batch is charged by itself. The budget with the least left is told in `RateLimit` and
 * `RateLimit-Policy`, also on success. Calls made inside the process, which have neither caller nor address, are free.
 *
 * @throws RateLimited from the policy when either budget is spent, with the seconds until both have something again.
 * @see draft-ietf-httpapi-ratelimit-headers-10
 */
export function chargeCalls(limits: RateLimits, store: BudgetStore): CallPolicies["charge"] {
  const byClass: Readonly<Record<LimitClass, Charges>> = {
    auth: named("auth", limits),
    read: named("read", limits),
    write: named("write", limits),
    expensive: named("expensive", limits),
  };
  return (_path, entry, context, rawInput) => {
    const { perCaller, perAddress } = byClass[entry.limit];
    const address = context.request.address === null ? null : addressKey(context.request.address);
    const caller = callerKey(entry, context, address, rawInput);
    const byCaller =
      caller === null ? undefined : store.spend(`${perCaller.name}:${caller}`, perCaller.windowSeconds);
    const byAddress =
      address === null ? undefined : store.spend(`${perAddress.name}:${address}`, perAddress.windowSeconds);
    if (byCaller instanceof Promise || byAddress instanceof Promise) {
      return Promise.all([byCaller, byAddress]).then(([ofCaller, ofAddress]) =>
        settle(context, perCaller, ofCaller, perAddress, ofAddress),
      );
    }
    settle(context, perCaller, byCaller, perAddress, byAddress);
    return undefined;
  };
}

function named(limitClass: LimitClass, limits: RateLimits): Charges {
  const { perCaller, perAddress } = limits[limitClass];
  return {
    perCaller: withPolicy(limitClass, perCaller),
    perAddress: withPolicy(`${limitClass}-address`, perAddress),
  };
}

const withPolicy = (name: string, budget: Budget): NamedBudget => ({
  ...budget,
  name,
  policy: `"${name}";q=${budget.quota};w=${budget.windowSeconds}`,
});

function callerKey(
  { limit }: Pick<AnyEntry, "limit">,
  { actor }: CallContext,
  address: string | null,
  rawInput: unknown,
): string | null {
  if (actor?.via === "system") return null;
  if (limit !== "auth") return actor?.userId ?? null;
  const account = actor?.userId ?? accountIn(rawInput);
  return account === null || address === null ? null : `${address}|${account}`;
}

/** The account that an anonymous call is about: the contract's `auth` entries name it by `email`. Hashed: keys are shown. */
function accountIn(rawInput: unknown): string | null {
  if (typeof rawInput !== "object" || rawInput === null) return null;
  const email: unknown = Reflect.get(rawInput, "email");
  if (typeof email !== "string" || email.length > 254) return null;
  return hash("sha256", email.trim().toLowerCase(), "base64url");
}

function settle(
  { response }: CallContext,
  perCaller: NamedBudget,
  ofCaller: Spending | undefined,
  perAddress: NamedBudget,
  ofAddress: Spending | undefined,
): void {
  const leftToCaller = ofCaller === undefined ? Number.POSITIVE_INFINITY : perCaller.quota - ofCaller.spent;
  const leftToAddress =
    ofAddress === undefined ? Number.POSITIVE_INFINITY : perAddress.quota - ofAddress.spent;
  const isCallers = leftToCaller <= leftToAddress;
  const tighter = isCallers ? perCaller : perAddress;
  const spending = isCallers ? ofCaller : ofAddress;
  if (spending === undefined) return;
  const left = Math.max(0, tighter.quota - spending.spent);
  response.setHeader("ratelimit-policy", tighter.policy);
  response.setHeader("ratelimit", `"${tighter.name}";r=${left};t=${secondsOf(spending.resetMs)}`);
  if (leftToCaller >= 0 && leftToAddress >= 0) return;
  const callerMs = leftToCaller < 0 ? (ofCaller?.resetMs ?? 0) : 0;
  const addressMs = leftToAddress < 0 ? (ofAddress?.resetMs ?? 0) : 0;
  throw new RateLimited(secondsOf(Math.max(callerMs, addressMs)));
}

const secondsOf = (durationMs: number): number => Math.max(1, Math.ceil(durationMs / 1_000));
