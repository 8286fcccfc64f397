import type { BoundProcedure } from "@ashlar/rpc";
import type { PersistentCipher } from "@ashlar/secrets";

export type McpOptions = {
  /** Every procedure of the contract; those whose entries say `agents` become tools. */
  readonly procedures: readonly BoundProcedure[];
  /** Origin under which clients reach this server. */
  readonly publicUrl: string;
  readonly allowsOrigin: (origin: string) => boolean;
  /** Seals the state of a call that waits for confirmation: any node may take it up again. */
  readonly cipher: PersistentCipher;
  /** Name and version that clients show. */
  readonly server: { readonly name: string; readonly version: string };
};
