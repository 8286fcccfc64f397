/** Rows in memory, for fakes of ports; units of work run one after the other. */
export type MemoryRows<Row> = {
  readonly all: () => readonly Row[];
  readonly find: (id: string) => Row | undefined;
  /** Keeps what the work left in its draft, unless it fails. */
  readonly transact: <Result>(work: (draft: Map<string, Row>) => Promise<Result>) => Promise<Result>;
};

export function memoryRows<Row>(): MemoryRows<Row> {
  let rows: ReadonlyMap<string, Row> = new Map();
  let last: Promise<unknown> = Promise.resolve();
  return {
    all: () => [...rows.values()],
    find: (id) => rows.get(id),
    transact: (work) => {
      const run = async () => {
        const draft = new Map(rows);
        const result = await work(draft);
        rows = draft;
        return result;
      };
      const result = last.then(run, run);
      last = result.catch(() => undefined);
      return result;
    },
  };
}
