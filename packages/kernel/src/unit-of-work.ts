/**
 * The only way to write: runs `work` in one transaction with the writers of a module.
 *
 * All of it commits or none; `work` may run again after a serialization failure, so its effects outside the
 * transaction must wait until the call has returned.
 *
 * @throws Unavailable when the database cannot serve, or when the answer to COMMIT was lost (`outcomeUnknown`).
 */
export type UnitOfWork<Writers> = <Result>(work: (writers: Writers) => Promise<Result>) => Promise<Result>;
