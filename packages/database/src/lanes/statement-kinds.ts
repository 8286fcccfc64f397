import { isKept } from "../driver/planned-for-values.ts";
import { statementName } from "../driver/statement-name.ts";

/** A share of the spare lanes, so that one slow statement or one locked table does not take them all. */
export type Bulkhead = {
  /** Spare lanes that its statements have now. */
  held: number;
  /** Statements that wait for a spare lane. */
  waiting: number;
  /** How long one of its statements has a spare lane, as of late. */
  typicalMs: number;
};

/** The statements with one verb and first table, such as `select orders`. */
export type StatementTable = Bulkhead & {
  readonly name: string;
  /** Whether one was last seen to wait for a lock; until one is answered. */
  isLocked: boolean;
};

/** The statements with one text. */
export type StatementKind = Bulkhead & {
  readonly table: StatementTable;
  /** Parsed and planned once per connection, sent by name from then on. */
  readonly isPrepared: boolean;
  /** 0–64: rises while one is seen to run long, falls with each that ends. */
  slowness: number;
  /** 0–8: rises while one after the other is stuck on a shared lane. */
  strikes: number;
};

/**
 * Remembers the kinds of statements: the first `limit` different texts, which are prepared unless marked otherwise.
 *
 * A text with a list in it (`in ($1, $2, …)`) has as many forms as lengths, and each prepared form holds memory
 * on every connection of the server. Past the limit, new texts are sent unprepared and share a kind per table.
 */
export function statementKinds(limit = 1_000): (text: string) => StatementKind {
  const kinds = new Map<string, StatementKind>();
  const unprepared = new Map<string, StatementKind>();
  const tables = new Map<string, StatementTable>();
  const tableOf = (text: string): StatementTable => {
    const name = statementName(text);
    const known = tables.get(name);
    if (known !== undefined) return known;
    const table = { ...emptyBulkhead, name, isLocked: false };
    tables.set(name, table);
    return table;
  };
  return (text) => {
    const known = kinds.get(text);
    if (known !== undefined) return known;
    const table = tableOf(text);
    const isKnown = kinds.size < limit;
    const shared = isKnown ? undefined : unprepared.get(table.name);
    if (shared !== undefined) return shared;
    const kind = { ...emptyBulkhead, table, isPrepared: isKnown && isKept(text), slowness: 0, strikes: 0 };
    if (isKnown) kinds.set(text, kind);
    else unprepared.set(table.name, kind);
    return kind;
  };
}

const emptyBulkhead = { held: 0, waiting: 0, typicalMs: 0 };

/**
 * A statement seen to run for longer than a tick of the watch (10 ms) adds 16; each that ends takes 1. So kinds whose
 * statements run for more than about 10 ms in the mean are slow, one long answer of a fast kind makes no difference,
 * and a slow kind that became fast is so again after some 24 answers.
 */
const slowFrom = 40;
const mostSlowness = 64;

/** Notes that a statement of the kind was out at two ticks of the watch. */
export function ranLong(kind: StatementKind): void {
  kind.slowness = Math.min(mostSlowness, kind.slowness + 16);
}

/** Two statements of the kind stuck without another that was not between them. */
const certainFrom = 5;
const mostStrikes = 8;

/** Notes that a statement of the kind was taken off a shared lane. */
export function gotStuck(kind: StatementKind): void {
  kind.strikes = Math.min(mostStrikes, kind.strikes + 4);
}

/** Notes that a statement of the kind has ended. @param isUntroubled - Whether it was out for less than 50 ms. */
export function ended(kind: StatementKind, isUntroubled: boolean): void {
  if (kind.slowness > 0) kind.slowness -= 1;
  if (isUntroubled) kind.strikes = 0;
}

/** Notes that a statement of the kind found no lane: some time later, the shared ones are tried again. */
export function foundNone(kind: StatementKind): void {
  kind.table.isLocked = false;
  if (kind.strikes > 0) kind.strikes -= 1;
}

/** Where the kind's next statement is to run: apart in any case, apart where there is a lane for it, or on a shared one. */
export function courseOf({ slowness, strikes, table }: StatementKind): "apart" | "apart if free" | "shared" {
  if (table.isLocked || strikes >= certainFrom) return "apart";
  return slowness >= slowFrom ? "apart if free" : "shared";
}

/** Whose share of the spare lanes its next statement takes: the table's while that is locked, else its own. */
export const bulkheadOf = (kind: StatementKind): Bulkhead => (kind.table.isLocked ? kind.table : kind);
