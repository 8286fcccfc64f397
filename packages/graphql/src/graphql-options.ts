import type { BoundProcedure } from "@ashlar/rpc";
import type { AllowedOperations } from "./allowed-operations.ts";

export type GraphqlOptions = {
  readonly procedures: readonly BoundProcedure[];
  /** Operations by the SHA-256 of their text, in hexadecimal: no others are run. Default: any. */
  readonly operations?: AllowedOperations | undefined;
};
