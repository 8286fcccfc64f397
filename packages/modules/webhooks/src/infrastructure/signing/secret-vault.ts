import { randomBytes } from "node:crypto";
import type { Cipher } from "@ashlar/secrets";
import type { SecretMint } from "../../application/ports.ts";
import { signingSecret } from "./signature.ts";

export type SecretVault = SecretMint & {
  /** @throws Error when it was not sealed for this endpoint. */
  readonly open: (sealed: readonly string[], endpointId: string) => Promise<readonly string[]>;
};

/**
 * Keeps signing secrets unreadable to whoever reads the table alone, and of use for their own endpoint alone.
 *
 * They cannot be hashed as passwords are: every delivery needs them to sign.
 */
export const secretVault = (sealer: () => Promise<Cipher>): SecretVault => ({
  issue: async (endpointId) => {
    const secret = signingSecret(randomBytes(32));
    const { seal } = await sealer();
    return { secret, sealed: seal(secret, placeOf(endpointId)) };
  },
  open: async (sealed, endpointId) => {
    const { open } = await sealer();
    return sealed.map((text) => open(text, placeOf(endpointId)));
  },
});

const placeOf = (endpointId: string): string => `webhook-endpoint ${endpointId}`;
