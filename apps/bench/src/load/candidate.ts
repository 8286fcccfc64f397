import { startProcess } from "./process-under-test.ts";

/** One server under test, in a process of its own. */
export type Candidate = {
  readonly name: string;
  readonly port: number;
  /** Resident memory, now. */
  readonly residentBytes: () => Promise<number>;
  readonly tell: (message: unknown) => void;
  readonly stop: () => Promise<void>;
};

/** Starts `candidates/<file>` with arguments and waits until it says on which port it listens. */
export async function startCandidate(
  name: string,
  file: string,
  args: readonly string[],
): Promise<Candidate> {
  const { hello, ask, tell, stop } = await startProcess(file, args);
  const port: unknown = Reflect.get(Object(hello), "port");
  if (typeof port !== "number") throw new Error(`${name} did not say its port.`);
  return { name, port, tell, stop, residentBytes: async () => Number(await ask({ ask: "memory" })) };
}
