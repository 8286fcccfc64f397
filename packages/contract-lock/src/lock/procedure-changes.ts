import { accessChange, proofChange, scopeChange } from "./access-change.ts";
import type { Change } from "./change.ts";
import type { LockedProcedure } from "./contract-lock.ts";
import { deprecationChanges } from "./deprecation-changes.ts";
import { errorChanges } from "./error-changes.ts";
import { type Locks, schemaChanges } from "./schema-changes.ts";

/** Lists what changed for the clients of one procedure. */
export function procedureChanges(
  procedure: string,
  before: LockedProcedure,
  after: LockedProcedure,
  locks: Locks,
  now: Date,
): Change[] {
  const own = [
    ...compare("kind", before.kind, after.kind, "typed clients call it by another method"),
    ...compare("route", before.route, after.route, "REST clients call an address that is gone"),
    ...compare("success", before.success, after.success, "REST clients expect the old status"),
    ...accessChange(before.access, after.access),
    ...scopeChange(before.scope, after.scope),
    ...proofChange(before.proof, after.proof),
    ...idempotencyChange(before.idempotency, after.idempotency),
    ...limitChange(before.limit, after.limit),
    ...emitsChanges(before.emits, after.emits),
    ...deprecationChanges(before.deprecated, after.deprecated, now),
  ];
  return [
    ...own.map((change) => ({ procedure, ...change })),
    ...inputChanges(procedure, before.input, after.input, locks),
    ...outputChanges(procedure, before.output, after.output, locks),
    ...errorChanges(before.errors, after.errors, procedure, locks),
  ];
}

type OwnChange = Omit<Change, "procedure">;

const compare = (field: string, before: string | number, after: string | number, why: string): OwnChange[] =>
  before === after ? [] : [{ field, isBreaking: true, what: `${before} → ${after}`, why }];

type Idempotency = LockedProcedure["idempotency"];

/** `none` promises nothing, so it may become `natural`; a key has to be sent, and its answer is kept. */
function idempotencyChange(before: Idempotency, after: Idempotency): OwnChange[] {
  if (before === after) return [];
  const isBreaking = !(before === "none" && after === "natural");
  const why = isBreaking
    ? after === "key"
      ? "calls without a key are refused"
      : "a repeated call does not answer as it did"
    : "a repeated call does no harm any more";
  return [{ field: "idempotency", isBreaking, what: `${before} → ${after}`, why }];
}

/** From the tightest budget to the widest. */
const budgets = ["auth", "expensive", "write", "read"] as const;

function limitChange(before: LockedProcedure["limit"], after: LockedProcedure["limit"]): OwnChange[] {
  if (before === after) return [];
  const isBreaking = budgets.indexOf(after) < budgets.indexOf(before);
  const why = isBreaking ? "callers within their budget are refused" : "callers may call as often as before";
  return [{ field: "limit", isBreaking, what: `${before} → ${after}`, why }];
}

const emitsChanges = (before: readonly string[], after: readonly string[]): OwnChange[] => [
  ...before
    .filter((event) => !after.includes(event))
    .map((event) => emits(true, `${event} removed`, "subscribers wait for an event that never comes")),
  ...after
    .filter((event) => !before.includes(event))
    .map((event) => emits(false, `${event} added`, "subscribers ask for the events they want")),
];

const emits = (isBreaking: boolean, what: string, why: string): OwnChange => ({
  field: "emits",
  isBreaking,
  what,
  why,
});

type Input = LockedProcedure["input"];

function inputChanges(procedure: string, before: Input, after: Input, locks: Locks): Change[] {
  const place = { procedure, field: "input" };
  if (before === null && after === null) return [];
  if (after === null) {
    return [{ ...place, isBreaking: true, what: "input removed", why: "calls with an input are refused" }];
  }
  if (before === null) {
    return [
      after.required
        ? { ...place, isBreaking: true, what: "input required", why: "calls without an input are refused" }
        : { ...place, isBreaking: false, what: "optional input added", why: "clients may leave it out" },
    ];
  }
  const changes = schemaChanges({ before: before.schema, after: after.schema }, "input", place, locks);
  if (before.required === after.required) return changes;
  return [
    after.required
      ? { ...place, isBreaking: true, what: "optional → required", why: "calls without an input are refused" }
      : { ...place, isBreaking: false, what: "required → optional", why: "clients may leave it out" },
    ...changes,
  ];
}

type Output = LockedProcedure["output"];

function outputChanges(procedure: string, before: Output, after: Output, locks: Locks): Change[] {
  const place = { procedure, field: "output" };
  if (before === null && after === null) return [];
  if (after === null) {
    return [{ ...place, isBreaking: true, what: "output removed", why: "clients that read it find nothing" }];
  }
  if (before === null) {
    return [
      { ...place, isBreaking: false, what: "output added", why: "clients ignore what they do not know" },
    ];
  }
  return schemaChanges({ before, after }, "output", place, locks);
}
