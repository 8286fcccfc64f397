import type { AshlarOptions } from "../candidates/ashlar.ts";
import { type Candidate, startCandidate } from "./candidate.ts";

/** Starts the product as it is served. */
export const startAshlar = (name: string, options: AshlarOptions): Promise<Candidate> =>
  startCandidate(name, "ashlar.ts", [JSON.stringify(options)]);
