import type { Transaction } from "./database.ts";

type Callback = () => void;

const waiting = new WeakMap<Transaction, Callback[]>();

/**
 * Does something once the transaction has committed, before whoever opened it continues.
 *
 * Never called for a transaction that was rolled back, nor when the answer to COMMIT was lost. Meant for what lives in
 * this process; what must survive it belongs in the transaction.
 *
 * @param callback - Must not throw.
 */
export function afterCommit(tx: Transaction, callback: Callback): void {
  const callbacks = waiting.get(tx);
  if (callbacks) callbacks.push(callback);
  else waiting.set(tx, [callback]);
}

/** Runs what waits for the transaction's commit, in the order it was asked for. */
export function runAfterCommit(tx: Transaction): void {
  for (const callback of waiting.get(tx) ?? []) callback();
}
